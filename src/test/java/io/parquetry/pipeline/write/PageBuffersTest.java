/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageBuffersTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1023, 1024, 1025, 4097, 209_715, 1 << 20, (1 << 20) + 1})
  void aBufferHasTheBytesAskedForAndAtMostAQuarterMore(int size) {
    ByteBuffer buffer = new PageBuffers(1 << 20).allocate(size);
    assertThat(buffer.position()).isZero();
    assertThat(buffer.remaining()).isEqualTo(size);
    assertThat(buffer.capacity()).isBetween(size, size + size / 4);
  }

  @Test
  void aReleasedBufferServesTheNextOfAboutItsSizeFromItsStart() {
    PageBuffers buffers = new PageBuffers(1 << 20);
    ByteBuffer first = buffers.allocate(100_000);
    first.put(new byte[70_000]).flip();
    buffers.release(first);
    ByteBuffer second = buffers.allocate(99_000);
    assertThat(second).isSameAs(first);
    assertThat(second.position()).isZero();
    assertThat(second.limit()).isEqualTo(99_000);
    assertThat(buffers.allocate(99_000)).isNotSameAs(first);
  }

  @Test
  void noMoreIsKeptThanAllowed() {
    PageBuffers buffers = new PageBuffers(3000);
    ByteBuffer kept = buffers.allocate(2048);
    ByteBuffer tooMuch = buffers.allocate(2048);
    buffers.release(kept);
    buffers.release(tooMuch);
    assertThat(buffers.allocate(2048)).isSameAs(kept);
    assertThat(buffers.allocate(2048)).isNotSameAs(tooMuch);
    buffers.release(tooMuch);
    assertThat(buffers.allocate(2048)).isSameAs(tooMuch);
  }

  @Test
  void aLargerOneServesWhereNoneOfTheSizeIsThereButNoMuchLargerOne() {
    PageBuffers buffers = new PageBuffers(1 << 20);
    ByteBuffer larger = buffers.allocate(6 << 10);
    buffers.release(larger);
    assertThat(buffers.allocate((4 << 10) - 1024).capacity()).isEqualTo(3 << 10);
    assertThat(buffers.allocate(4 << 10)).isSameAs(larger);
    assertThat(larger.limit()).isEqualTo(4 << 10);
  }

  @Test
  void whatNoRowGroupHasNeededForTheWholeOfOneIsForgotten() {
    PageBuffers buffers = new PageBuffers(3000);
    ByteBuffer forgotten = buffers.allocate(2048);
    ByteBuffer other = buffers.allocate(2560);
    buffers.release(forgotten);
    buffers.forget();
    assertThat(buffers.allocate(2048)).as("kept over the end of one").isSameAs(forgotten);
    buffers.release(forgotten);
    buffers.forget();
    buffers.forget();
    buffers.release(other);
    assertThat(buffers.allocate(2560)).isSameAs(other);
    assertThat(buffers.allocate(2048)).isNotSameAs(forgotten);
  }
}
