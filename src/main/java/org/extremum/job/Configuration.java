package org.extremum.job;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.extremum.spark.Secrets;
import org.extremum.training.Problem;
import org.extremum.training.TrainingOption;
import org.extremum.training.TrainingOptions;

/**
 * What was asked for, from the least to the most specific place: the option table's defaults, the
 * block {@code extremum} of a HOCON file, {@code --set}, {@code --seed}.
 */
final class Configuration {
  private static final String ROOT = "extremum";

  private Configuration() {}

  /**
   * The options of a run.
   *
   * @param file HOCON, or null
   * @param settings key=value
   * @param seed or null
   * @throws Problem (usage) naming key, place and what is allowed
   */
  static TrainingOptions resolve(File file, List<String> settings, Long seed) {
    return TrainingOptions.of(asked(file, settings, seed));
  }

  /** What was given, without defaults; see {@link #resolve}. */
  static Map<String, Object> asked(File file, List<String> settings, Long seed) {
    Map<String, Object> asked = new LinkedHashMap<>();
    if (file != null) {
      asked.putAll(fromFile(file));
    }
    settings.forEach(setting -> addSetting(setting, asked));
    if (seed != null) {
      asked.put("seed", seed);
    }
    return asked;
  }

  private static void addSetting(String setting, Map<String, Object> asked) {
    int equals = setting.indexOf('=');
    if (equals <= 0) {
      throw Problem.of(
          Problem.Kind.USAGE,
          "--set",
          "key=value",
          "'" + setting + "'",
          "for example --set gamma=0.8");
    }
    String key = setting.substring(0, equals).trim();
    asked.put(key, TrainingOptions.option(key).parse(setting.substring(equals + 1)));
  }

  private static Map<String, Object> fromFile(File file) {
    Map<String, Object> asked = new LinkedHashMap<>();
    for (Map.Entry<String, ConfigValue> entry : block(file).entrySet()) {
      ConfigValue value = entry.getValue();
      try {
        asked.put(entry.getKey(), read(TrainingOptions.option(entry.getKey()), value));
      } catch (Problem problem) {
        throw problem.in(file + ", line " + value.origin().lineNumber());
      }
    }
    return asked;
  }

  private static Map<String, ConfigValue> block(File file) {
    if (!file.isFile()) {
      throw Problem.of(
          Problem.Kind.USAGE, "--config", "a HOCON file", "'" + file + "'", "check the path");
    }
    try {
      Config whole =
          ConfigFactory.parseFile(file, ConfigParseOptions.defaults().setAllowMissing(false))
              .resolve();
      if (!whole.hasPath(ROOT) && !whole.isEmpty()) {
        throw Problem.of(
            Problem.Kind.USAGE,
            file.toString(),
            "a block 'extremum { … }'",
            String.join(", ", whole.root().keySet()),
            "put the options into that block, as in conf/extremum.conf");
      }
      return whole.isEmpty() ? Map.of() : whole.getObject(ROOT);
    } catch (ConfigException e) {
      throw Problem.of(
              Problem.Kind.USAGE, "--config", "readable HOCON", e.getMessage(), "mend the file")
          .causedBy(e);
    }
  }

  private static Object read(TrainingOption option, ConfigValue value) {
    boolean textForOther =
        value.valueType() == ConfigValueType.STRING && option.kind() != TrainingOption.Kind.TEXT;
    Object unwrapped = value.unwrapped();
    return textForOther ? option.parse((String) unwrapped) : option.check(unwrapped);
  }

  /**
   * The options as a HOCON file that {@code --config} reads back, then further settings that are in
   * force, in a block of their own; secrets masked.
   */
  static String render(
      TrainingOptions options, String otherBlock, Map<String, String> others, Secrets secrets) {
    StringBuilder text = new StringBuilder(ROOT + " {\n");
    options
        .asMap()
        .forEach(
            (key, value) ->
                text.append("  ")
                    .append(key)
                    .append(" = ")
                    .append(literal(TrainingOptions.option(key), value))
                    .append('\n'));
    text.append("}\n");
    if (!others.isEmpty()) {
      text.append(otherBlock).append(" {\n");
      others.forEach(
          (key, value) ->
              text.append("  ")
                  .append(ConfigUtil.quoteString(key))
                  .append(" = ")
                  .append(ConfigUtil.quoteString(secrets.hide(key, value)))
                  .append('\n'));
      text.append("}\n");
    }
    return secrets.hide(text.toString());
  }

  /** A value as HOCON. */
  static String literal(TrainingOption option, Object value) {
    return switch (option.kind()) {
      case TEXT -> ConfigUtil.quoteString((String) value);
      case TEXTS ->
          ((List<?>) value)
              .stream()
                  .map(text -> ConfigUtil.quoteString((String) text))
                  .collect(java.util.stream.Collectors.joining(", ", "[", "]"));
      default -> option.show(value);
    };
  }
}
