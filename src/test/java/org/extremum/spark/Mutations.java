package org.extremum.spark;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A folder's files, by path within it, with seeded damage: the same number, the same damage. */
public final class Mutations {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");

  /** What a number in JSON is replaced by. */
  private static final List<String> VALUES =
      List.of(
          "2147483647",
          "2147483648",
          "-2147483648",
          "-1",
          "0",
          "1",
          "3",
          "1.5",
          "1e308",
          "1e999",
          "1e-999",
          "9223372036854775807",
          "99999999999999999999999",
          "NaN",
          "\"NaN\"",
          "\"x\"",
          "null",
          "true",
          "[]",
          "{}",
          "[[1,2],[3]]");

  /** Written over bytes of a file, little-endian as Parquet has them. */
  private static final long[] WORDS = {
    0, -1, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, 0xF0FFFFFFL, 0x0FFFFFFFFFFL
  };

  private final TreeMap<String, byte[]> files;
  private final Random random;

  private Mutations(Map<String, byte[]> files, long seed) {
    this.files = new TreeMap<>(files);
    this.random = new Random(seed);
  }

  /** The files after one to three pieces of damage. */
  public static Map<String, byte[]> of(Map<String, byte[]> files, long seed) {
    Mutations mutations = new Mutations(files, seed);
    int times = 1 + mutations.random.nextInt(3);
    for (int k = 0; k < times && !mutations.files.isEmpty(); k++) {
      mutations.damage();
    }
    return mutations.files;
  }

  private void damage() {
    List<String> names = new ArrayList<>(files.keySet());
    String name = names.get(random.nextInt(names.size()));
    byte[] bytes = files.get(name);
    switch (random.nextInt(14)) {
      case 0 -> files.remove(name);
      case 1 -> swap(name, names.get(random.nextInt(names.size())));
      case 2 -> files.put(name + "-copy" + suffix(name), bytes);
      case 3 -> files.put(name, Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
      case 4 -> files.put(name, inserted(bytes));
      case 5 -> files.put(name, without(bytes));
      case 6, 7, 8 -> files.put(name, flipped(bytes));
      case 9, 10 -> files.put(name, overwritten(bytes));
      default -> editNumber(names);
    }
  }

  private static String suffix(String name) {
    return name.contains(".") ? name.substring(name.lastIndexOf('.')) : "";
  }

  private void swap(String a, String b) {
    byte[] of = files.get(a);
    files.put(a, files.get(b));
    files.put(b, of);
  }

  private byte[] inserted(byte[] bytes) {
    byte[] more = new byte[1 + random.nextInt(200)];
    switch (random.nextInt(3)) {
      case 0 -> random.nextBytes(more);
      case 1 -> Arrays.fill(more, (byte) -1);
      default -> Arrays.fill(more, (byte) '[');
    }
    int at = random.nextInt(bytes.length + 1);
    byte[] longer = Arrays.copyOf(bytes, bytes.length + more.length);
    System.arraycopy(bytes, at, longer, at + more.length, bytes.length - at);
    System.arraycopy(more, 0, longer, at, more.length);
    return longer;
  }

  private byte[] without(byte[] bytes) {
    int from = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, from + 1 + random.nextInt(64));
    byte[] shorter = Arrays.copyOf(bytes, bytes.length - (to - from));
    System.arraycopy(bytes, to, shorter, from, bytes.length - to);
    return shorter;
  }

  private byte[] flipped(byte[] bytes) {
    byte[] flipped = bytes.clone();
    for (int k = 1 + random.nextInt(8); k > 0 && flipped.length > 0; k--) {
      flipped[place(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private byte[] overwritten(byte[] bytes) {
    byte[] changed = bytes.clone();
    if (changed.length == 0) {
      return changed;
    }
    long word = WORDS[random.nextInt(WORDS.length)];
    int size = 1 << random.nextInt(4);
    int at = place(changed.length);
    for (int k = 0; k < size && at + k < changed.length; k++) {
      changed[at + k] = (byte) (word >>> 8 * k);
    }
    return changed;
  }

  /** Half the time near an end, where headers and footers are. */
  private int place(int length) {
    int near = Math.min(length, 600);
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(near);
      case 1 -> length - 1 - random.nextInt(near);
      default -> random.nextInt(length);
    };
  }

  private void editNumber(List<String> names) {
    List<String> texts =
        names.stream()
            .filter(name -> files.get(name).length > 0 && files.get(name)[0] == '{')
            .toList();
    if (texts.isEmpty()) {
      return;
    }
    String name = texts.get(random.nextInt(texts.size()));
    String text = new String(files.get(name), StandardCharsets.UTF_8);
    List<int[]> places = new ArrayList<>();
    Matcher matcher = NUMBER.matcher(text);
    while (matcher.find()) {
      places.add(new int[] {matcher.start(), matcher.end()});
    }
    if (!places.isEmpty()) {
      int[] place = places.get(random.nextInt(places.size()));
      String value = VALUES.get(random.nextInt(VALUES.size()));
      String edited = text.substring(0, place[0]) + value + text.substring(place[1]);
      files.put(name, edited.getBytes(StandardCharsets.UTF_8));
    }
  }
}
