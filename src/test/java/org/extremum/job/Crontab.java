package org.extremum.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A user's crontab, read as crontab(5) says: settings, comments on lines of their own, and jobs of
 * five fields and a command, in which an unescaped % ends the command.
 *
 * @param settings environment of the jobs
 * @param commands as the shell gets them
 */
record Crontab(Map<String, String> settings, List<String> commands) {
  private static final Pattern SETTING = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)");
  private static final Pattern JOB =
      Pattern.compile("(\\S+)\\s+(\\S+)\\s+(\\S+)\\s+(\\S+)\\s+(\\S+)\\s+(.+)");
  private static final int[][] RANGES = {{0, 59}, {0, 23}, {1, 31}, {1, 12}, {0, 7}};

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException with the line that is none of these
   */
  static Crontab read(List<String> lines) {
    Map<String, String> settings = new LinkedHashMap<>();
    List<String> commands = new ArrayList<>();
    for (String line : lines) {
      Matcher setting = SETTING.matcher(line);
      Matcher job = JOB.matcher(line);
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (setting.matches()) {
        settings.put(setting.group(1), setting.group(2));
      } else if (job.matches()) {
        for (int field = 0; field < 5; field++) {
          requireField(job.group(field + 1), RANGES[field], line);
        }
        commands.add(shellCommand(job.group(6)));
      } else {
        throw new IllegalArgumentException("crontab: expected a setting or a job, got " + line);
      }
    }
    return new Crontab(settings, commands);
  }

  private static void requireField(String field, int[] range, String line) {
    for (String part : field.split(",", -1)) {
      Matcher matcher =
          Pattern.compile("(?:\\*|(\\d{1,2})(?:-(\\d{1,2}))?)(?:/([1-9]\\d?))?").matcher(part);
      if (!matcher.matches()
          || !within(matcher.group(1), range)
          || !within(matcher.group(2), range)) {
        throw new IllegalArgumentException(
            "crontab, field " + field + ": expected " + range[0] + " to " + range[1] + ": " + line);
      }
    }
  }

  private static boolean within(String number, int[] range) {
    return number == null
        || Integer.parseInt(number) >= range[0] && Integer.parseInt(number) <= range[1];
  }

  private static String shellCommand(String text) {
    if (text.replace("\\%", "").contains("%")) {
      throw new IllegalArgumentException(
          "crontab: a % that is not escaped ends the command: " + text);
    }
    return text.replace("\\%", "%");
  }
}
