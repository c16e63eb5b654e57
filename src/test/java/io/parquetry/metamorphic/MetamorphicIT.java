/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.metamorphic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The same records in other files, or with other options of speed, are the same output. */
class MetamorphicIT {

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicContainer> noTransformationChangesRowsColumnsOrBadRecords() {
    return LongStream.rangeClosed(1, 1).mapToObj(this::everyTransformation);
  }

  @Tag("long")
  @TestFactory
  Stream<DynamicContainer> noTransformationOfManyInputsChangesRowsColumnsOrBadRecords() {
    return LongStream.rangeClosed(100, 139).mapToObj(this::everyTransformation);
  }

  private DynamicContainer everyTransformation(long seed) {
    Input input;
    Outcome before;
    try {
      input = Input.random(seed);
      before = input.convert(folder.resolve(seed + "-before"));
    } catch (Exception e) {
      throw new AssertionError("seed " + seed, e);
    }
    assertThat(before.rows()).as("seed %d", seed).isNotEmpty();
    assertThat(before.bad()).as("seed %d", seed).isNotEmpty();
    Stream<List<Transformation>> each = Stream.of(Transformation.values()).map(List::of);
    Stream<List<Transformation>> all = Stream.of(allInRandomOrder(seed));
    return DynamicContainer.dynamicContainer(
        "seed " + seed,
        Stream.concat(each, all)
            .map(
                steps ->
                    DynamicTest.dynamicTest(
                        steps.toString(), () -> keepsTheOutcome(seed, input, before, steps))));
  }

  private void keepsTheOutcome(long seed, Input input, Outcome before, List<Transformation> steps)
      throws Exception {
    Random random = new Random(seed);
    Input changed = input;
    for (Transformation step : steps) {
      changed = step.apply(changed, random);
    }
    Outcome after = changed.convert(folder.resolve(seed + "-" + steps));
    assertThat(after.columns()).isEqualTo(before.columns());
    assertThat(after.bad()).isEqualTo(before.bad());
    boolean sameFiles = steps.stream().allMatch(Transformation::keepsFiles);
    assertThat(sameFiles ? after.rows() : after.withoutSource().rows())
        .isEqualTo(sameFiles ? before.rows() : before.withoutSource().rows());
  }

  /** Text is changed before it is compressed. */
  private static List<Transformation> allInRandomOrder(long seed) {
    List<Transformation> steps = new ArrayList<>(Arrays.asList(Transformation.values()));
    Collections.shuffle(steps, new Random(seed));
    steps.remove(Transformation.COMPRESS_FILES);
    steps.add(Transformation.COMPRESS_FILES);
    return steps;
  }
}
