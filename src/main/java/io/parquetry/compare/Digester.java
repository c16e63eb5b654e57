/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.compare;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Makes digests; for one thread. */
final class Digester {
  private static final int DIGEST_BYTES = 2 * Long.BYTES;

  /** NULL has a byte and no digest; so it is not the same as any text. */
  private static final byte NULL = 0;

  private static final byte TEXT = 1;

  private final MessageDigest sha256;
  private ByteBuffer joined = ByteBuffer.allocate(0);

  Digester() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The digest of a text. */
  Digest ofText(byte[] utf8) {
    return first(sha256.digest(utf8));
  }

  /**
   * The digest of some columns of a row.
   *
   * @param columns positions in the row
   */
  Digest ofColumns(RowReader<Digest> row, int[] columns) {
    int most = columns.length * (1 + DIGEST_BYTES);
    joined = joined.capacity() < most ? ByteBuffer.allocate(most) : joined;
    joined.clear();
    for (int column : columns) {
      Digest text = row.value(column);
      if (text == null) {
        joined.put(NULL);
      } else {
        joined.put(TEXT).putLong(text.high()).putLong(text.low());
      }
    }
    sha256.update(joined.array(), 0, joined.position());
    return first(sha256.digest());
  }

  private static Digest first(byte[] digest) {
    ByteBuffer bytes = ByteBuffer.wrap(digest);
    return new Digest(bytes.getLong(), bytes.getLong());
  }
}
