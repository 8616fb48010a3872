package org.extremum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents say to run is there: classes, profiles, files. */
class DocumentCommandsTest {
  private static final Pattern BENCHMARK = Pattern.compile("org\\.extremum\\.benchmarks\\.(\\w+)");
  private static final Pattern TEST = Pattern.compile("-D(?:it\\.)?test=(\\w+)");
  private static final Pattern PROFILE = Pattern.compile("mvn[^`\n]* -P(\\w+)");
  private static final Pattern FILE =
      Pattern.compile(
          // Of spark-defaults there are several, and Spark has one of its own. Pictures that a
          // command writes are there once it has run.
          "(?<![\\w/.-])(?<!picture=)(?!conf/spark-defaults)((?:src|conf|submit-scripts|data|\\.ci)/[\\w./-]*\\w)");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\"\\s]+)(?:#[^)]*)?\\)");

  /** A class by its room, such as `training.Trainer`, or with a member behind it. */
  private static final Pattern CLASS =
      Pattern.compile("`(?!org\\.)((?:[a-z]+\\.)+[A-Z][A-Za-z]+)(?:\\.[a-z…][\\w…]*)?`");

  /** One or more sections of the method that a comment cites, such as "method.md 2, 5". */
  private static final Pattern METHOD =
      Pattern.compile("method\\.md\\)?\\s[\\s*]*(\\d+(?:(?:, | to )\\d+)*)");

  private static List<Path> documents() throws IOException {
    try (Stream<Path> site = Files.list(Path.of("src/site/markdown"))) {
      Stream<Path> others =
          Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md").map(Path::of);
      return Stream.concat(others, site).toList();
    }
  }

  /** What {@code pattern} finds in the documents and {@code exists} does not know. */
  private static List<String> missing(Pattern pattern, Exists exists) throws IOException {
    List<String> missing = new ArrayList<>();
    int found = 0;
    for (Path document : documents()) {
      Matcher matcher = pattern.matcher(Files.readString(document));
      while (matcher.find()) {
        found++;
        if (!exists.in(document, matcher.group(1))) {
          missing.add(document + ": " + matcher.group(1));
        }
      }
    }
    assertThat(found).as("%s", pattern).isPositive();
    return missing;
  }

  private interface Exists {
    boolean in(Path document, String name) throws IOException;
  }

  private static Set<String> classes(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.replace(".java", ""))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void benchmarks() throws IOException {
    Set<String> there = classes("src/jmh/java");
    assertThat(missing(BENCHMARK, (document, name) -> there.contains(name))).isEmpty();
  }

  @Test
  void tests() throws IOException {
    Set<String> there = classes("src/test/java");
    assertThat(missing(TEST, (document, name) -> there.contains(name))).isEmpty();
  }

  @Test
  void profiles() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    assertThat(missing(PROFILE, (document, name) -> pom.contains("<id>" + name + "</id>")))
        .isEmpty();
  }

  @Test
  void files() throws IOException {
    assertThat(missing(FILE, (document, name) -> Files.exists(Path.of(name)))).isEmpty();
  }

  @Test
  void classes() throws IOException {
    assertThat(missing(CLASS, (document, name) -> isClass(name))).isEmpty();
  }

  private static boolean isClass(String name) {
    String path = "java/org/extremum/" + name.replace('.', '/') + ".java";
    return Files.exists(Path.of("src/main", path)) || Files.exists(Path.of("src/test", path));
  }

  @Test
  void sectionsOfTheMethod() throws IOException {
    Set<String> there =
        Pattern.compile("(?m)^## (\\d+)\\. ")
            .matcher(Files.readString(Path.of("src/site/markdown/method.md")))
            .results()
            .map(heading -> heading.group(1))
            .collect(Collectors.toSet());
    List<String> missing = new ArrayList<>();
    int cited = 0;
    for (Path file : sourcesAndDocuments()) {
      Matcher matcher = METHOD.matcher(Files.readString(file));
      while (matcher.find()) {
        for (String section : matcher.group(1).split(", | to ")) {
          cited++;
          if (!there.contains(section)) {
            missing.add(file + ": method.md " + section);
          }
        }
      }
    }
    assertThat(cited).isGreaterThan(100);
    assertThat(missing).isEmpty();
  }

  private static List<Path> sourcesAndDocuments() throws IOException {
    try (Stream<Path> sources = Files.walk(Path.of("src"))) {
      return sources
          .filter(file -> file.toString().endsWith(".java") || file.toString().endsWith(".md"))
          .toList();
    }
  }

  @Test
  void links() throws IOException {
    assertThat(missing(LINK, (document, name) -> Files.exists(document.resolveSibling(name))))
        .isEmpty();
  }
}
