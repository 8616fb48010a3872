package org.extremum.spark;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/**
 * What must not be told, in the manner of Spark's own redaction: values whose names match {@code
 * spark.redaction.regex}, what matches {@code spark.redaction.string.regex}, and beyond that
 * passwords in addresses ({@code scheme://user:password@host}) and settings within texts ({@code
 * password=…}). Values that are known to be secret are hidden wherever they turn up, also in the
 * words of an exception.
 */
public final class Secrets {
  /** What stands for a secret; Spark's word for it. */
  public static final String HIDDEN = "*********(redacted)";

  private static final String SHOWN = Matcher.quoteReplacement(HIDDEN);

  /** Spark's own default. */
  private static final String DEFAULT_NAMES = "(?i)secret|password|token|access[.]?key";

  /** Shorter values would be found in the middle of any word. */
  private static final int SHORTEST = 6;

  private static final Pattern IN_ADDRESS = Pattern.compile("(://[^/\\s:@\"']*:)[^/\\s@\"']+(?=@)");

  private static final Pattern IN_SETTING =
      Pattern.compile(
          "(?i)([\\w.-]*(?:secret|password|passwd|pwd|token|access[._-]?key|account[._-]?key"
              + "|credential|signature)[\\w.-]*=|[?&;]sig=)[^\\s&;,\"'<>})\\]]+");

  private final Pattern names;
  private final Pattern texts; // null: none are asked for
  private final List<String> values; // longest first: one may hold another

  private Secrets(Pattern names, Pattern texts, List<String> values) {
    this.names = names;
    this.texts = texts;
    this.values = values;
  }

  /**
   * The secrets of an application.
   *
   * @param environment of the process; secrets among its variables are known too
   */
  public static Secrets of(SparkConf conf, Map<String, String> environment) {
    Pattern names = pattern(conf.get("spark.redaction.regex", DEFAULT_NAMES));
    String texts = conf.get("spark.redaction.string.regex", "");
    TreeSet<String> values =
        new TreeSet<>(
            Comparator.comparingInt(String::length).reversed().thenComparing(value -> value));
    for (Tuple2<String, String> setting : conf.getAll()) {
      addIfSecret(setting._1(), setting._2(), names, values);
    }
    environment.forEach((name, value) -> addIfSecret(name, value, names, values));
    return new Secrets(names, texts.isEmpty() ? null : pattern(texts), new ArrayList<>(values));
  }

  /** A pattern that cannot be read is Spark's to refuse; until then its default stands. */
  private static Pattern pattern(String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      return Pattern.compile(DEFAULT_NAMES);
    }
  }

  private static void addIfSecret(
      String name, String value, Pattern names, TreeSet<String> values) {
    if (value.length() >= SHORTEST && names.matcher(name).find()) {
      values.add(value);
      values.add(new String(JsonStringEncoder.getInstance().quoteAsString(value)));
    }
  }

  /** Whether what is called so is secret. */
  public boolean isSecret(String name) {
    return names.matcher(name).find();
  }

  /** The text with every secret replaced by {@link #HIDDEN}. */
  public String hide(String text) {
    String shown = text;
    for (String value : values) {
      shown = shown.replace(value, HIDDEN);
    }
    shown = IN_ADDRESS.matcher(shown).replaceAll("$1" + SHOWN);
    shown = IN_SETTING.matcher(shown).replaceAll("$1" + SHOWN);
    return texts == null ? shown : texts.matcher(shown).replaceAll(SHOWN);
  }

  /** A setting's value as it may be shown. */
  public String hide(String name, String value) {
    return isSecret(name) ? HIDDEN : hide(value);
  }

  /** Hides what is secret among the entries of an object, texts only. */
  void hideIn(ObjectNode object) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      if (entry.getValue().isTextual()) {
        entry.setValue(TextNode.valueOf(hide(entry.getValue().textValue())));
      }
    }
  }
}
