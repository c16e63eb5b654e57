/*
 * Licensed under the Apache License, Version 2.0; see the file LICENSE.
 */
package io.parquetry.cli;

import io.parquetry.config.Problems;
import io.parquetry.failure.FailureKind;
import io.parquetry.failure.ParquetryException;
import io.parquetry.failure.Secrets;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * Where option values come from, strongest first: the command line, the environment ({@code
 * PARQUETRY_TARGET_FILE_SIZE} for {@code --target-file-size}), a properties file ({@code
 * target-file-size = 64MB}), the default. Knows no option by name but {@code --config}.
 */
final class OptionSources implements IDefaultValueProvider {
  private static final String PREFIX = "PARQUETRY_";

  /** Variables that belong to the start script. */
  private static final List<String> FOREIGN =
      List.of("PARQUETRY_HOME", "PARQUETRY_JAVA_OPTS", "PARQUETRY_LOG", "PARQUETRY_VERSION");

  private final Map<String, String> environment;
  private final Path file;
  private final Properties properties;

  private OptionSources(Map<String, String> environment, Path file, Properties properties) {
    this.environment = environment;
    this.file = file;
    this.properties = properties;
  }

  /** Finds the file first, since it may hold any other option. */
  static OptionSources of(String[] args, Map<String, String> environment) {
    ConfigOption found = new ConfigOption();
    try {
      new CommandLine(found).setUnmatchedArgumentsAllowed(true).parseArgs(args);
    } catch (ParameterException e) {
      // --config without a value, or twice; parsing the whole command line will say so.
      return new OptionSources(environment, null, new Properties());
    }
    String name = found.config != null ? found.config : environment.get(PREFIX + "CONFIG");
    Properties properties = new Properties();
    if (name == null) {
      return new OptionSources(environment, null, properties);
    }
    Path file = Path.of(name);
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw ParquetryException.at(
          FailureKind.USAGE, "--config=" + name, "cannot be read as a properties file: " + e, e);
    }
    return new OptionSources(environment, file, properties);
  }

  /** Makes all commands take their defaults from here, and refuses keys that no option has. */
  void applyTo(CommandLine commands) {
    Set<String> known = new TreeSet<>();
    for (CommandLine command : commands.getSubcommands().values()) {
      command.setDefaultValueProvider(this);
      for (OptionSpec option : command.getCommandSpec().options()) {
        boolean asks = option.usageHelp() || option.versionHelp();
        if (!asks && !Map.class.isAssignableFrom(option.type())) {
          known.add(key(option));
        }
      }
    }
    Problems problems = new Problems();
    for (Object key : properties.keySet()) {
      problems.unless(
          known.contains((String) key), file + " " + key, "is no option" + suggestion(key, known));
    }
    for (String variable : environment.keySet()) {
      if (variable.startsWith(PREFIX) && !FOREIGN.contains(variable)) {
        String key = variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-');
        problems.unless(
            known.contains(key),
            "environment " + variable,
            "is no option" + suggestion(key, known));
      }
    }
    problems.throwIfAny();
  }

  private static String suggestion(Object key, Set<String> known) {
    List<String> similar = new ArrayList<>();
    for (String option : known) {
      if (distance((String) key, option) <= 3) {
        similar.add(option);
      }
    }
    return similar.isEmpty()
        ? "; expected one of " + String.join(", ", known)
        : "; did you mean " + String.join(" or ", similar) + "?";
  }

  /** How many letters must change. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      int diagonal = i;
      for (int j = 0; j <= b.length(); j++) {
        int above = row[j];
        if (i == 0) {
          row[j] = j;
        } else if (j == 0) {
          row[j] = i;
        } else {
          int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
          row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
        }
        diagonal = above;
      }
    }
    return row[b.length()];
  }

  @Override
  public String defaultValue(ArgSpec argument) {
    if (!argument.isOption()) {
      return null;
    }
    OptionSpec option = (OptionSpec) argument;
    String fromEnvironment = environment.get(variable(option));
    String value = fromEnvironment != null ? fromEnvironment : properties.getProperty(key(option));
    // What looks like a variable to picocli is the user's own text.
    return value == null ? null : value.replace("${", "$${");
  }

  /** The values of a command's options and where each came from; secrets are masked. */
  Map<String, String[]> describe(CommandSpec command) {
    Map<String, String[]> described = new LinkedHashMap<>();
    for (OptionSpec option : command.options()) {
      if (option.usageHelp() || option.versionHelp() || key(option).equals("show-config")) {
        continue;
      }
      Object value = option.getValue();
      if (value instanceof Map) {
        ((Map<?, ?>) value)
            .forEach(
                (k, v) ->
                    described.put(
                        option.longestName() + k,
                        new String[] {masked((String) k, v), source(command, option)}));
      } else {
        described.put(
            option.longestName(),
            new String[] {masked(key(option), value), source(command, option)});
      }
    }
    return described;
  }

  /** The value as text; null where there is none. */
  private static String masked(String name, Object value) {
    if (value == null || value instanceof Collection && ((Collection<?>) value).isEmpty()) {
      return null;
    }
    String text = value.toString();
    if (value instanceof Collection) {
      text =
          ((Collection<?>) value).stream().map(Object::toString).collect(Collectors.joining(","));
    } else if (value instanceof Enum) {
      text = ((Enum<?>) value).name().toLowerCase(Locale.ROOT);
    }
    return Secrets.masked(name, text);
  }

  private String source(CommandSpec command, OptionSpec option) {
    if (command.commandLine().getParseResult().hasMatchedOption(option)) {
      return "command line";
    }
    if (environment.containsKey(variable(option))) {
      return "environment " + variable(option);
    }
    return properties.containsKey(key(option)) ? "file " + file : "default";
  }

  private static String key(OptionSpec option) {
    return option.longestName().replaceFirst("^-+", "");
  }

  private static String variable(OptionSpec option) {
    return PREFIX + key(option).toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** The one option that must be known before the others. */
  @CommandLine.Command
  private static final class ConfigOption {
    @Option(names = "--config")
    private String config;
  }
}
