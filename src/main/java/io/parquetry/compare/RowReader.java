/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.compare;

import io.parquetry.pipeline.write.ParquetObject;
import io.parquetry.storage.StoredObject;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Reads rows of a Parquet file, each value as what is made of its text. One row group is in memory
 * at a time, and of it only the columns that are asked for.
 *
 * @param <T> what is made of a text; of an entry of a dictionary it is made once
 */
final class RowReader<T> implements Closeable {
  private final ParquetObject file;
  private final ParquetFileReader reader;
  private final List<BlockMetaData> rowGroups;
  private final MessageColumnIO columnsIo;
  private final Row row;
  private final List<Cell> cells;

  private RecordReader<Void> records;
  private int nextRowGroup;
  private long position = -1;
  private long endOfRowGroup;

  /**
   * Opens a file.
   *
   * @param columns the columns to read; one that the file does not have is NULL in each row
   * @param maker takes the text of a value as UTF-8
   */
  RowReader(StoredObject object, List<String> columns, Function<byte[], T> maker)
      throws IOException {
    file = new ParquetObject(object);
    reader = open();
    MessageType schema = reader.getFooter().getFileMetaData().getSchema();
    List<Type> there = new ArrayList<>();
    List<Cell> cellsThere = new ArrayList<>();
    cells = new ArrayList<>();
    for (String column : columns) {
      Cell cell = schema.containsField(column) ? cell(schema.getType(column), maker) : new Cell();
      cells.add(cell);
      if (schema.containsField(column)) {
        there.add(schema.getType(column));
        cellsThere.add(cell);
      }
    }
    MessageType read = new MessageType(schema.getName(), there);
    reader.setRequestedSchema(read);
    rowGroups = reader.getFooter().getBlocks();
    columnsIo = new ColumnIOFactory().getColumnIO(read, schema);
    row = new Row(cellsThere);
  }

  private ParquetFileReader open() throws IOException {
    try {
      return file.open();
    } catch (IOException | RuntimeException e) {
      throw file.explained(e);
    }
  }

  private Cell cell(Type type, Function<byte[], T> maker) {
    boolean flat = type.isPrimitive() && !type.isRepetition(Type.Repetition.REPEATED);
    return flat
        ? new FlatCell(ValueText.of(type.asPrimitiveType()), maker)
        : new NestedCell(new NestedValue(type), maker);
  }

  /**
   * Goes to a row, which must lie behind the one before; what lies between is read only where it is
   * in the same row group.
   *
   * @param number counted from 0 in the file
   */
  void goTo(long number) throws IOException {
    try {
      while (number >= endOfRowGroup) {
        nextRowGroup(number);
      }
      while (position < number) {
        records.read();
        position++;
      }
    } catch (IOException | RuntimeException e) {
      throw file.explained(e);
    }
  }

  private void nextRowGroup(long number) throws IOException {
    long rows = rowGroups.get(nextRowGroup++).getRowCount();
    position = endOfRowGroup - 1;
    endOfRowGroup += rows;
    if (number >= endOfRowGroup) {
      reader.skipNextRowGroup();
    } else {
      records = columnsIo.getRecordReader(reader.readNextRowGroup(), row);
    }
  }

  /** The value of a column in this row; null for NULL. */
  T value(int column) {
    return cells.get(column).value;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  /** The value of a column in the row that was read last. */
  private class Cell {
    T value;

    void clear() {
      value = null;
    }

    void complete() {
      // Complete from the beginning.
    }

    Converter converter() {
      throw new IllegalStateException("the file has no such column");
    }
  }

  private final class FlatCell extends Cell {
    private final FlatConverter converter;

    FlatCell(ValueText text, Function<byte[], T> maker) {
      this.converter = new FlatConverter(this, text, maker);
    }

    @Override
    Converter converter() {
      return converter;
    }
  }

  private final class FlatConverter extends PrimitiveConverter {
    private final Cell cell;
    private final ValueText text;
    private final Function<byte[], T> maker;
    private Dictionary dictionary;
    private List<T> ofDictionary = List.of();

    FlatConverter(Cell cell, ValueText text, Function<byte[], T> maker) {
      this.cell = cell;
      this.text = text;
      this.maker = maker;
    }

    @Override
    public boolean hasDictionarySupport() {
      return true;
    }

    @Override
    public void setDictionary(Dictionary ofChunk) {
      dictionary = ofChunk;
      ofDictionary = new ArrayList<>();
      for (int i = 0; i <= ofChunk.getMaxId(); i++) {
        ofDictionary.add(null);
      }
    }

    @Override
    public void addValueFromDictionary(int id) {
      T value = ofDictionary.get(id);
      if (value == null) {
        value = maker.apply(text.of(dictionary, id));
        ofDictionary.set(id, value);
      }
      cell.value = value;
    }

    @Override
    public void addBinary(Binary value) {
      cell.value = maker.apply(text.of(value));
    }

    @Override
    public void addBoolean(boolean value) {
      cell.value = maker.apply(text.of(value));
    }

    @Override
    public void addDouble(double value) {
      cell.value = maker.apply(text.of(value));
    }

    @Override
    public void addFloat(float value) {
      cell.value = maker.apply(text.of(value));
    }

    @Override
    public void addInt(int value) {
      cell.value = maker.apply(text.of((long) value));
    }

    @Override
    public void addLong(long value) {
      cell.value = maker.apply(text.of(value));
    }
  }

  private final class NestedCell extends Cell {
    private final NestedValue nested;
    private final Function<byte[], T> maker;

    NestedCell(NestedValue nested, Function<byte[], T> maker) {
      this.nested = nested;
      this.maker = maker;
    }

    @Override
    void clear() {
      super.clear();
      nested.clear();
    }

    @Override
    void complete() {
      String json = nested.json();
      value = json == null ? null : maker.apply(json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    Converter converter() {
      return nested.converter();
    }
  }

  /** Hands the values of a row to the cells. */
  private final class Row extends RecordMaterializer<Void> {
    private final GroupConverter root;

    Row(List<Cell> cellsThere) {
      root =
          new GroupConverter() {
            @Override
            public Converter getConverter(int field) {
              return cellsThere.get(field).converter();
            }

            @Override
            public void start() {
              cellsThere.forEach(Cell::clear);
            }

            @Override
            public void end() {
              cellsThere.forEach(Cell::complete);
            }
          };
    }

    @Override
    public Void getCurrentRecord() {
      return null;
    }

    @Override
    public GroupConverter getRootConverter() {
      return root;
    }
  }
}
