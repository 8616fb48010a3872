package org.extremum;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is longer than the house wants has a reason in decisions.md. */
class SizesTest {
  private static final int LINES = 300;
  private static final int ARGUMENTS = 7;
  private static final Path DECISIONS = Path.of("src/site/markdown/decisions.md");
  private static final Pattern NAME = Pattern.compile("`([A-Z][A-Za-z.]*)`");

  /** Names of types in the last decision whose title begins so. */
  private static Set<String> namedIn(String title) throws IOException {
    List<String> entries =
        Stream.of(Files.readString(DECISIONS).split("\n\n"))
            .filter(entry -> entry.matches("(?s)\\*\\*[-0-9]*, " + title + ".*"))
            .toList();
    assertThat(entries).as(title).isNotEmpty();
    Set<String> names = new HashSet<>();
    for (Matcher name = NAME.matcher(entries.get(entries.size() - 1)); name.find(); ) {
      names.add(name.group(1));
    }
    return names;
  }

  @ParameterizedTest
  @ValueSource(strings = {"src/main/java", "src/jmh/java"})
  void longFiles(String sources) throws IOException {
    Set<String> named = namedIn("files over 300 lines");
    try (Stream<Path> all = Files.walk(Path.of(sources))) {
      for (Path file : all.filter(path -> path.toString().endsWith(".java")).toList()) {
        String type = file.getFileName().toString().replace(".java", "");
        int lines = Files.readAllLines(file).size();
        assertThat(lines <= LINES || named.contains(type))
            .as("%s: %d lines, and no reason in %s", file, lines, DECISIONS)
            .isTrue();
      }
    }
  }

  @Test
  void longConstructors() throws IOException {
    Set<String> found =
        new ClassFileImporter()
            .importPath(Path.of("target/classes/org/extremum")).stream()
                .filter(type -> !type.isEnum() && !type.isAnonymousClass())
                .filter(SizesTest::takesMany)
                .map(type -> type.getName().replaceFirst(".*\\.", "").replace('$', '.'))
                .collect(Collectors.toCollection(TreeSet::new));
    assertThat(found).isEqualTo(new TreeSet<>(namedIn("constructors of more than seven")));
  }

  private static boolean takesMany(JavaClass type) {
    return type.getConstructors().stream()
        .anyMatch(constructor -> constructor.getRawParameterTypes().size() > ARGUMENTS);
  }
}
