/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cli;

import io.parquetry.config.Age;
import io.parquetry.failure.Excerpt;
import io.parquetry.publish.Leavings;
import io.parquetry.storage.Location;
import io.parquetry.storage.OpenUploads;
import io.parquetry.storage.OpenUploads.OpenUpload;
import io.parquetry.storage.Storage;
import io.parquetry.storage.StoredObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Removes what dead attempts have left. */
@Command(
    name = "clean",
    mixinStandardHelpOptions = true,
    versionProvider = ParquetryCommand.Version.class,
    description = {
      "Removes what attempts have left that were killed, cancelled or failed: part files, visible or"
          + " hidden, that no publish record names, plans, counts, quarantine, and on S3 open multipart"
          + " uploads. Never what is published, and nothing that is not Parquetry's."
    })
final class CleanCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--output",
      paramLabel = "URI",
      required = true,
      description = "The output folder.")
  private String output;

  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      converter = Age.class,
      defaultValue = "1d",
      description =
          "Leave what was changed since. Must be longer than a run takes, since a run that is going"
              + " on has such files too. Default: ${DEFAULT-VALUE}.")
  private Duration olderThan;

  @Option(names = "--dry-run", description = "List what would be removed, and remove nothing.")
  private boolean dryRun;

  @Mixin private FileSystemOptions fileSystems = new FileSystemOptions();

  @Override
  public Integer call() throws IOException {
    fileSystems.load();
    PrintWriter out = spec.commandLine().getOut();
    Leavings leavings = new Leavings(Location.ofOption("--output", output));
    Instant limit = Instant.now().minus(olderThan);
    String verb = dryRun ? "would remove" : "removed";
    long bytes = 0;
    List<StoredObject> left = leavings.before(limit);
    for (StoredObject object : left) {
      if (!dryRun) {
        Storage.delete(object.location());
      }
      bytes += object.length();
      out.printf(
          Locale.ROOT,
          "%s %s  %,d bytes%n",
          verb,
          Excerpt.whole(object.location().toString()),
          object.length());
    }
    List<OpenUpload> uploads = leavings.uploadsBefore(limit);
    for (OpenUpload upload : uploads) {
      if (!dryRun) {
        OpenUploads.abort(upload);
      }
      out.printf(
          "%s the open upload of %s, begun %s%n",
          verb, Excerpt.whole(upload.location().toString()), upload.begun());
    }
    out.printf(
        Locale.ROOT,
        "%s %d object(s) with %,d bytes and %d open upload(s)%n",
        verb,
        left.size(),
        bytes,
        uploads.size());
    out.flush();
    return 0;
  }
}
