/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.pipeline.write;

import io.parquetry.pipeline.collect.Run;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a part file tells: {@code part-<run>-<generation>-<attempt>-…}. Files that are
 * still being written have the same name with a dot, or on S3 an underscore, before it.
 */
public final class PartNames {
  private static final Pattern NAME =
      Pattern.compile("([._]?)part-([0-9a-f]{16})-(\\d{1,9})-([0-9a-f]{8})-.*", Pattern.DOTALL);

  private final boolean visible;
  private final String run;
  private final int generation;
  private final String attempt;

  private PartNames(Matcher name) {
    this.visible = name.group(1).isEmpty();
    this.run = name.group(2);
    this.generation = Integer.parseInt(name.group(3));
    this.attempt = name.group(3) + "-" + name.group(4);
  }

  /** How the names of an attempt's part files begin. */
  static String prefix(Run run) {
    return "part-" + run.id() + "-" + run.attempt();
  }

  /** What a name tells; empty where it is not one of ours. */
  public static Optional<PartNames> of(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() ? Optional.of(new PartNames(matcher)) : Optional.empty();
  }

  /** Whether readers see the file. */
  public boolean visible() {
    return visible;
  }

  /** The run's id. */
  public String run() {
    return run;
  }

  /** The generation of the attempt. */
  public int generation() {
    return generation;
  }

  /** The attempt. */
  public String attempt() {
    return attempt;
  }
}
