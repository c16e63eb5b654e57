/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.stringify;

import static org.assertj.core.api.Assertions.assertThat;

import io.parquetry.pipeline.plan.PartPlans;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextRowTest {
  private static final byte[] TEXT = {'a', 'b', 'c'};

  private final TextRow row = new TextRow(PartPlans.withKeys("first", "second", "third"));

  @Test
  void aRowBeginsWithoutValues() {
    row.begin(true);
    row.set(0, TEXT, 0, 3);
    row.begin(false);
    assertThat(row.columnsSet()).isZero();
    assertThat(row.isNullAt(0)).isTrue();
  }

  @Test
  void aColumnThatIsSetTwiceIsThereOnceWithItsLastValue() {
    row.begin(true);
    row.set(2, TEXT, 0, 3);
    row.set(0, TEXT, 0, 1);
    row.set(2, TEXT, 1, 2);
    assertThat(columnsSet()).containsExactly(2, 0);
    assertThat(row.getString(2)).hasToString("bc");
  }

  @Test
  void aColumnIsNullWhereThatWasSetLast() {
    row.begin(true);
    row.set(0, TEXT, 0, 3);
    row.setNull(0);
    row.setNull(1);
    row.set(1, TEXT, 0, 3);
    assertThat(columnsSet()).containsExactly(0, 1);
    assertThat(row.isNullAt(0)).isTrue();
    assertThat(row.isNullAt(1)).isFalse();
  }

  private List<Integer> columnsSet() {
    List<Integer> positions = new ArrayList<>();
    for (int i = 0; i < row.columnsSet(); i++) {
      positions.add(row.columnSet(i));
    }
    return positions;
  }
}
