/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.collect;

import io.parquetry.failure.Excerpt;
import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.storage.Location;
import io.parquetry.storage.Requests;
import io.parquetry.storage.Storage;
import io.parquetry.storage.StoredObject;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The verb collect: from the manifest to the files of the run. Lists, and reads no data. */
public final class Collector {
  private static final int NAMED_IN_WARNING = 5;
  private static final String JSON = ".json";

  private final Location manifest;
  private final Location output;
  private final AllowedPlaces allowed;
  private final CollectOptions options;
  private final byte[] content;
  private final List<Manifest.Entry> entries;
  private final List<Location> locations;

  private Collector(Location manifest, Location output, CollectOptions options) throws IOException {
    this.manifest = manifest;
    this.output = output;
    this.allowed = new AllowedPlaces(manifest, output, options.allow());
    this.options = options;
    this.content = content(manifest);
    this.entries = Manifest.entries(manifest, content);
    this.locations = locations();
  }

  private static byte[] content(Location manifest) throws IOException {
    try {
      Optional<StoredObject> object = Storage.find(manifest);
      if (object.isEmpty() || object.get().folder()) {
        String found = object.isEmpty() ? "does not exist" : "is a folder: expected a JSON file";
        throw ParquetryException.at(
            FailureKind.MANIFEST, manifest.toString(), "the manifest " + found);
      }
      return Storage.read(manifest);
    } catch (FileSystemException e) {
      throw unreadable(manifest, e);
    }
  }

  private static ParquetryException unreadable(Location manifest, FileSystemException e) {
    return ParquetryException.at(
        FailureKind.MANIFEST, manifest.toString(), "the manifest cannot be read: " + reason(e), e);
  }

  /**
   * Reads a manifest and looks for none of its files yet.
   *
   * @param output where the run writes; entries may name its bucket
   * @throws ParquetryException for a manifest or an entry that cannot be used; all entries that are
   *     wrong in the same way are named at once
   */
  public static Collector read(Location manifest, CollectOptions options, Location output)
      throws IOException {
    return new Collector(manifest, output, options);
  }

  /** The manifest. */
  public Location manifest() {
    return manifest;
  }

  /** The id of the run that this manifest is. */
  public String runId() throws IOException {
    return Run.id(identity(), options.date());
  }

  /**
   * The manifests that the options name: each that is an object, and for a folder, or the beginning
   * of names, all objects below it whose names end in {@code .json}, by name.
   *
   * @throws ParquetryException a {@link FailureKind#MANIFEST} failure for a folder without any
   */
  public static List<Location> manifests(CollectOptions options) throws IOException {
    Set<Location> manifests = new LinkedHashSet<>();
    for (String text : options.manifests()) {
      Location named = Location.ofOption("--manifest", text);
      Optional<StoredObject> object = manifest(named);
      boolean one = object.isEmpty() ? named.name().endsWith(JSON) : !object.get().folder();
      if (one) {
        manifests.add(named);
        continue;
      }
      List<StoredObject> below = object.isPresent() ? Storage.below(named) : belowPrefix(named);
      int before = manifests.size();
      for (StoredObject found : below) {
        String name = found.location().path().substring(named.path().length());
        if (name.endsWith(JSON) && !name.contains(Run.FOLDER + "/")) {
          manifests.add(found.location());
        }
      }
      if (manifests.size() == before) {
        throw ParquetryException.at(
            FailureKind.MANIFEST,
            named.toString(),
            object.isEmpty()
                ? "the manifest does not exist"
                : "is a folder without a manifest: expected files whose names end in .json");
      }
    }
    return List.copyOf(manifests);
  }

  private static Optional<StoredObject> manifest(Location named) throws IOException {
    try {
      return Storage.find(named);
    } catch (FileSystemException e) {
      throw unreadable(named, e);
    }
  }

  /**
   * The files of the run.
   *
   * @throws ParquetryException for entries that name no object; all of them are named at once
   */
  public Collected collect() throws IOException {
    List<List<StoredObject>> found = lookUp();
    List<String> warnings = new ArrayList<>();
    List<InputFile> files = dated(unique(entries, locations, found, warnings));
    return new Collected(manifest, files, warnings, runId());
  }

  /**
   * The manifest's bytes, and where its relative entries point: they name another file in another
   * place.
   */
  private String identity() throws IOException {
    Location real = manifest;
    if (manifest.local()) {
      // The same folder by way of a link is the same place.
      Path folder = Path.of(manifest.path()).getParent().toRealPath();
      real = Location.parse(folder.resolve(manifest.name()).toString());
    }
    StringBuilder text = new StringBuilder(Run.digest(content));
    for (Manifest.Entry entry : entries) {
      if (Location.isRelative(entry.text())) {
        text.append('\n')
            .append(real.resolveSibling(entry.text()).uri().replaceFirst("^s3a:", "s3:"));
      }
    }
    return Run.digest(text.toString());
  }

  /** Where the entries point; no file system is touched before all of them are allowed. */
  private List<Location> locations() {
    List<Location> found = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (Manifest.Entry entry : entries) {
      Location location;
      try {
        location = manifest.resolveSibling(entry.text());
      } catch (IllegalArgumentException e) {
        refused.add(name(entry) + " " + Excerpt.whole(e.getMessage()));
        continue;
      }
      found.add(location);
      String defect = entry.prefix() ? location.nameDefect() : location.objectDefect();
      if (defect != null) {
        refused.add(name(entry) + " " + defect);
      } else if (entry.prefix() && output.child("").beginsWith(location)) {
        refused.add(name(entry) + " stands for the output folder too; write to another --output");
      } else if (!allowed.covers(location)) {
        refused.add(
            name(entry) + " lies outside the allowed places (" + allowed + "); add --allow");
      }
    }
    throwIfAny(refused, FailureKind.MANIFEST, "cannot be used");
    return found;
  }

  private List<List<StoredObject>> lookUp() throws IOException {
    List<Integer> all = IntStream.range(0, entries.size()).boxed().collect(Collectors.toList());
    List<Answer> answers = Requests.all(all, i -> answer(entries.get(i), locations.get(i)));
    List<List<StoredObject>> found = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Answer answer = answers.get(i);
      found.add(answer.objects);
      if (answer.refusal != null) {
        missing.add(name(entries.get(i)) + ": " + reason(answer.refusal));
        continue;
      }
      if (answer.objects.isEmpty()) {
        missing.add(name(entries.get(i)) + whatIsThere(entries.get(i), locations.get(i)));
      }
      for (StoredObject object : answer.objects) {
        String defect = defect(object.location());
        if (defect != null) {
          refused.add(
              name(entries.get(i)) + ": " + Excerpt.whole(object.location() + " " + defect));
        }
      }
    }
    throwIfAny(missing, FailureKind.INPUT_MISSING, "name no object");
    throwIfAny(refused, FailureKind.MANIFEST, "stand for an object that cannot be read");
    return found;
  }

  /** What storage says of an entry: its objects, or why it refuses them. */
  private static final class Answer {
    private final List<StoredObject> objects;
    private final FileSystemException refusal;

    private Answer(List<StoredObject> objects, FileSystemException refusal) {
      this.objects = objects;
      this.refusal = refusal;
    }
  }

  private static Answer answer(Manifest.Entry entry, Location location) throws IOException {
    try {
      return new Answer(objects(entry, location), null);
    } catch (FileSystemException e) {
      return new Answer(List.of(), e);
    }
  }

  private static String reason(FileSystemException e) {
    return e instanceof AccessDeniedException || e.getReason() == null
        ? "access is denied"
        : e.getReason();
  }

  /** Why an object that was found may not be read; null if it may. */
  private String defect(Location object) throws IOException {
    if (allowed.linksOutside(object)) {
      return "is a link that leads out of the allowed places (" + allowed + "); add --allow";
    }
    return object.nameDefect();
  }

  private static String whatIsThere(Manifest.Entry entry, Location location) throws IOException {
    if (Storage.find(location).isEmpty()) {
      return "";
    }
    return entry.prefix()
        ? ": the folder holds no file"
        : ": there is a folder of this name; use URIPrefixes for what lies in it";
  }

  /** The objects that an entry stands for; none where there is none. */
  private static List<StoredObject> objects(Manifest.Entry entry, Location location)
      throws IOException {
    Optional<StoredObject> object = Storage.find(location);
    if (object.isPresent() && !object.get().folder()) {
      return List.of(object.get());
    }
    if (!entry.prefix()) {
      return List.of();
    }
    return location.path().endsWith("/") ? Storage.below(location) : belowPrefix(location);
  }

  /** A prefix that ends within a name: {@code s3://bucket/folder/2025-} means all that begin so. */
  private static List<StoredObject> belowPrefix(Location prefix) throws IOException {
    List<StoredObject> found = new ArrayList<>();
    for (StoredObject child : Storage.children(prefix.parent())) {
      if (!child.location().path().startsWith(prefix.path())) {
        continue;
      }
      if (child.folder()) {
        found.addAll(Storage.below(child.location()));
      } else {
        found.add(child);
      }
    }
    return found;
  }

  /** Each object once, under the name that the manifest gave it first. */
  private static Map<StoredObject, String> unique(
      List<Manifest.Entry> entries,
      List<Location> locations,
      List<List<StoredObject>> found,
      List<String> warnings) {
    Map<Location, StoredObject> seen = new LinkedHashMap<>();
    Map<StoredObject, String> uris = new LinkedHashMap<>();
    Map<Location, String> duplicates = new LinkedHashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      for (StoredObject object : found.get(i)) {
        boolean named = object.location().equals(locations.get(i));
        String uri = named ? entries.get(i).text() : object.location().toString();
        if (seen.putIfAbsent(object.location(), object) == null) {
          uris.put(object, uri);
        } else {
          duplicates.putIfAbsent(object.location(), uri);
        }
      }
    }
    if (!duplicates.isEmpty()) {
      warnings.add(
          String.format(
              "the manifest names %d of its files more than once; each is read once: %s",
              duplicates.size(), some(new ArrayList<>(duplicates.values()))));
    }
    return uris;
  }

  private List<InputFile> dated(Map<StoredObject, String> uris) {
    List<InputFile> files = new ArrayList<>();
    List<String> undated = new ArrayList<>();
    String given = options.date() == null ? null : options.date().toString();
    for (Map.Entry<StoredObject, String> entry : uris.entrySet()) {
      StoredObject object = entry.getKey();
      String date = given != null ? given : FileDate.in(object.location().path()).orElse(null);
      if (date == null) {
        undated.add(Excerpt.of(entry.getValue()));
      }
      files.add(
          new InputFile(
              entry.getValue(),
              object.location(),
              object.length(),
              object.modificationTime(),
              date));
    }
    if (!undated.isEmpty()) {
      throw ParquetryException.at(
          FailureKind.USAGE,
          "--date",
          undated.size()
              + " of "
              + files.size()
              + " file names hold no date (yyyy-MM-dd), so the output folder is unknown: "
              + some(undated)
              + "; say --date=yyyy-MM-dd");
    }
    return Collections.unmodifiableList(files);
  }

  private static String some(List<String> names) {
    String some =
        names.stream().distinct().limit(NAMED_IN_WARNING).collect(Collectors.joining(", "));
    return names.size() > NAMED_IN_WARNING ? some + ", …" : some;
  }

  private String name(Manifest.Entry entry) {
    return Excerpt.of(entry.text()) + " (line " + entry.line() + ")";
  }

  private void throwIfAny(List<String> entries, FailureKind kind, String what) {
    if (!entries.isEmpty()) {
      throw ParquetryException.at(
          kind,
          manifest.toString(),
          String.format(
              "%d of the manifest's entries %s:%n  %s",
              entries.size(), what, String.join(System.lineSeparator() + "  ", entries)));
    }
  }
}
