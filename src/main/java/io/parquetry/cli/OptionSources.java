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
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
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
 * PARQUETRY_TARGET_FILE_SIZE} for {@code --target-file-size}), {@link ApplicationProperties}, a
 * properties file ({@code target-file-size = 64MB}), the default. Knows no option by name but
 * {@code --config}.
 */
final class OptionSources implements IDefaultValueProvider {
  private static final String PREFIX = "PARQUETRY_";

  /** Variables that belong to the start script. */
  private static final List<String> FOREIGN =
      List.of("PARQUETRY_HOME", "PARQUETRY_JAVA_OPTS", "PARQUETRY_LOG", "PARQUETRY_VERSION");

  /** Strongest first. */
  private final List<Source> sources;

  private OptionSources(List<Source> sources) {
    this.sources = sources;
  }

  /** Finds the file first, since it may hold any other option. */
  static OptionSources of(
      String[] args, Map<String, String> environment, Optional<ApplicationProperties> properties) {
    List<Source> sources = new ArrayList<>();
    sources.add(environment(environment));
    properties.ifPresent(
        p ->
            sources.add(
                new Source(
                    p.options(),
                    key -> "application properties " + p.file(),
                    key -> p.file() + " " + ApplicationProperties.GROUP + " " + key)));
    ConfigOption found = new ConfigOption();
    try {
      new CommandLine(found).setUnmatchedArgumentsAllowed(true).parseArgs(args);
    } catch (ParameterException e) {
      // --config without a value, or twice; parsing the whole command line will say so.
      return new OptionSources(sources);
    }
    String config = found.config;
    for (Source source : sources) {
      config = config == null ? source.values.get("config") : config;
    }
    if (config != null) {
      sources.add(file(config));
    }
    return new OptionSources(sources);
  }

  private static Source environment(Map<String, String> environment) {
    Map<String, String> values = new TreeMap<>();
    environment.forEach(
        (variable, value) -> {
          if (variable.startsWith(PREFIX) && !FOREIGN.contains(variable)) {
            values.put(key(variable), value);
          }
        });
    return new Source(
        values, key -> "environment " + variable(key), key -> "environment " + variable(key));
  }

  private static Source file(String name) {
    Properties properties = new Properties();
    Path file = Path.of(name);
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw ParquetryException.at(
          FailureKind.USAGE, "--config=" + name, "cannot be read as a properties file: " + e, e);
    }
    Map<String, String> values = new TreeMap<>();
    properties.forEach((key, value) -> values.put((String) key, (String) value));
    return new Source(values, key -> "file " + file, key -> file + " " + key);
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
    for (Source source : sources) {
      for (String key : source.values.keySet()) {
        problems.unless(
            known.contains(key), source.place.apply(key), "is no option" + suggestion(key, known));
      }
    }
    problems.throwIfAny();
  }

  private static String suggestion(String key, Set<String> known) {
    List<String> similar = new ArrayList<>();
    for (String option : known) {
      if (distance(key, option) <= 3) {
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
    // What looks like a variable to picocli is the user's own text.
    return source((OptionSpec) argument)
        .map(source -> source.values.get(key((OptionSpec) argument)).replace("${", "$${"))
        .orElse(null);
  }

  private Optional<Source> source(OptionSpec option) {
    return sources.stream().filter(source -> source.values.containsKey(key(option))).findFirst();
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
                        new String[] {masked((String) k, v), told(command, option)}));
      } else {
        described.put(
            option.longestName(), new String[] {masked(key(option), value), told(command, option)});
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

  private String told(CommandSpec command, OptionSpec option) {
    if (command.commandLine().getParseResult().hasMatchedOption(option)) {
      return "command line";
    }
    return source(option).map(source -> source.name.apply(key(option))).orElse("default");
  }

  private static String key(OptionSpec option) {
    return option.longestName().replaceFirst("^-+", "");
  }

  private static String key(String variable) {
    return variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String variable(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** The values that one place has, by option without dashes. */
  private static final class Source {
    private final Map<String, String> values;
    private final UnaryOperator<String> name;
    private final UnaryOperator<String> place;

    /**
     * Values, and how to tell of them.
     *
     * @param name where an option's value came from
     * @param place which key is meant, when it is wrong
     */
    private Source(
        Map<String, String> values, UnaryOperator<String> name, UnaryOperator<String> place) {
      this.values = values;
      this.name = name;
      this.place = place;
    }
  }

  /** The one option that must be known before the others. */
  @CommandLine.Command
  private static final class ConfigOption {
    @Option(names = "--config")
    private String config;
  }
}
