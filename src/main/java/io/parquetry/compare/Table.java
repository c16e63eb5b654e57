/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.compare;

import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.pipeline.write.ParquetObject;
import io.parquetry.storage.Location;
import io.parquetry.storage.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.Type;

/** What the footers of a side say. */
final class Table {
  /** Footers are small, and storage is far away. */
  private static final int AT_ONCE = 16;

  private final Location folder;
  private final List<ComparedFile> files = new ArrayList<>();
  private final Map<String, Map<String, String>> columns = new TreeMap<>();
  private final List<String> notes;

  private Table(Location folder, List<String> notes) {
    this.folder = folder;
    this.notes = notes;
  }

  /**
   * Reads all footers.
   *
   * @param problems takes the failures of files that cannot be read
   */
  static Table read(
      Side side, Location folder, ParquetFolder found, List<ParquetryException> problems)
      throws IOException {
    Table table = new Table(folder, found.notes());
    ExecutorService readers = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<ParquetMetadata>> footers = new ArrayList<>();
      for (StoredObject file : found.files()) {
        footers.add(readers.submit(() -> footer(file)));
      }
      for (int i = 0; i < footers.size(); i++) {
        ParquetMetadata footer = awaited(footers.get(i), problems);
        if (footer != null) {
          table.add(side, found.files().get(i), footer);
        }
      }
    } finally {
      readers.shutdownNow();
    }
    return table;
  }

  private static ParquetMetadata footer(StoredObject object) throws IOException {
    ParquetObject file = new ParquetObject(object);
    try (ParquetFileReader reader = file.open()) {
      return reader.getFooter();
    } catch (IOException | RuntimeException e) {
      throw file.explained(e);
    }
  }

  /** Null where the file is damaged. */
  private static ParquetMetadata awaited(
      Future<ParquetMetadata> footer, List<ParquetryException> problems) throws IOException {
    try {
      return footer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ParquetryException
          && ((ParquetryException) e.getCause()).kind() == FailureKind.INPUT_DAMAGED) {
        problems.add((ParquetryException) e.getCause());
        return null;
      }
      if (e.getCause() instanceof ParquetryException) {
        throw (ParquetryException) e.getCause();
      }
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ParquetryException.of(FailureKind.CANCELLED, "interrupted while reading footers");
    }
  }

  private void add(Side side, StoredObject object, ParquetMetadata footer) {
    List<BlockMetaData> blocks = footer.getBlocks();
    files.add(
        new ComparedFile(
            side,
            object,
            blocks.stream().mapToLong(BlockMetaData::getRowCount).toArray(),
            blocks.stream().mapToLong(BlockMetaData::getCompressedSize).toArray()));
    for (Type type : footer.getFileMetaData().getSchema().getFields()) {
      boolean flat = type.isPrimitive() && !type.isRepetition(Type.Repetition.REPEATED);
      String form = flat ? ValueText.of(type.asPrimitiveType()).form() : "nested";
      columns
          .computeIfAbsent(type.getName(), name -> new TreeMap<>())
          .putIfAbsent(form, object.location().toString());
    }
  }

  /** Where they lie. */
  Location folder() {
    return folder;
  }

  /** The files. */
  List<ComparedFile> files() {
    return files;
  }

  /** What the user should know. */
  List<String> notes() {
    return notes;
  }

  /** By column: the forms of its text, and a file for each. */
  Map<String, Map<String, String>> columns() {
    return columns;
  }

  /** How many rows there are. */
  long rows() {
    long rows = 0;
    for (ComparedFile file : files) {
      for (int i = 0; i < file.rowGroups(); i++) {
        rows += file.rows(i);
      }
    }
    return rows;
  }

  /** How large the files are. */
  long bytes() {
    return files.stream().mapToLong(file -> file.object().length()).sum();
  }
}
