/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanesTest {

  @ParameterizedTest(name = "parts of {0} bytes in {1} lanes: {2}")
  @CsvSource({
    "'',               1, ''",
    "'5',              1, '0'",
    "'5',              3, '0'",
    "'5 5 5',          3, '0 1 2'",
    "'5 5 5 5',        2, '0 1 0 1'",
    "'1 2 3',          3, '2 1 0'",
    "'9 5 4',          2, '0 1 1'",
    "'1 1 1 9',        2, '1 1 1 0'",
    "'0 0 0 0',        2, '0 1 0 1'",
    "'5 5 5',          1, '0 0 0'",
  })
  void theLargestPartGoesFirstToTheLaneWithLeastToDo(String bytes, int lanes, String assigned) {
    assertThat(Lanes.assign(fills(numbers(bytes)), lanes)).containsExactly(numbers(assigned));
  }

  @Test
  void noLaneHasMoreThanAnotherByMoreThanOnePart() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      int lanes = 1 + random.nextInt(16);
      int[] bytes = random.ints(random.nextInt(100), 0, 1_000_000).toArray();

      int[] laneOf = Lanes.assign(fills(bytes), lanes);

      long[] load = new long[lanes];
      long largest = 0;
      for (int i = 0; i < bytes.length; i++) {
        load[laneOf[i]] += bytes[i];
        largest = Math.max(largest, bytes[i]);
      }
      long least = Long.MAX_VALUE;
      long most = 0;
      for (long each : load) {
        least = Math.min(least, each);
        most = Math.max(most, each);
      }
      assertThat(most - least).as("round %d", round).isLessThanOrEqualTo(largest + bytes.length);
    }
  }

  private static List<PartFiller.Fill> fills(int[] bytes) {
    List<PartFiller.Fill> fills = new ArrayList<>();
    for (int each : bytes) {
      fills.add(new PartFiller.Fill("2025-12-23", List.of(), each, each));
    }
    return fills;
  }

  private static int[] numbers(String text) {
    return text.isEmpty()
        ? new int[0]
        : java.util.Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
  }
}
