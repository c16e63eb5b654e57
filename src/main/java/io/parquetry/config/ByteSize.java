/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.config;

import org.apache.flink.configuration.MemorySize;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads sizes such as {@code 128MB}, {@code 64 kb} or {@code 1000}; units are powers of 1024. */
public final class ByteSize implements ITypeConverter<Long> {

  @Override
  public Long convert(String text) {
    try {
      return MemorySize.parse(text).getBytes();
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("expected a size such as 128MB, found \"" + text + "\"");
    }
  }
}
