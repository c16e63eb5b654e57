/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Shares parts among writer tasks: the largest first, each to the task with least to do. */
final class Lanes {

  private Lanes() {}

  /** For each part, by index, the lane it goes to. */
  static int[] assign(List<PartFiller.Fill> parts, int lanes) {
    List<Integer> largestFirst = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      largestFirst.add(i);
    }
    largestFirst.sort(
        Comparator.comparingLong((Integer i) -> -parts.get(i).estimatedBytes())
            .thenComparing(i -> i));
    long[] load = new long[lanes];
    int[] laneOf = new int[parts.size()];
    for (int part : largestFirst) {
      int least = 0;
      for (int lane = 1; lane < lanes; lane++) {
        least = load[lane] < load[least] ? lane : least;
      }
      laneOf[part] = least;
      load[least] += parts.get(part).estimatedBytes() + 1;
    }
    return laneOf;
  }
}
