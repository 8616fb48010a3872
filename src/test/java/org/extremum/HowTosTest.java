package org.extremum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.extremum.HowTos.Change;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What CONTRIBUTING.md says has to be done for an activation, an option, an accumulator or an
 * exporter is enough: the changes compile, act, and their sections name every class they touch.
 * What "does not compile until" something is done, does not.
 */
class HowTosTest {
  /** A switch over an enumeration that leaves a constant out. */
  private static final String NOT_ALL = ".java compiler.err.not.exhaustive";

  @TempDir Path folder;

  /** Compiles changed files, with the project as it is for the rest; returns what is refused. */
  private List<String> compile(List<Change> changes) throws IOException {
    Set<Path> sources = new LinkedHashSet<>();
    for (Change change : changes) {
      Path copy = folder.resolve(change.file());
      Files.createDirectories(copy.getParent());
      if (sources.add(copy) && !change.isNew()) {
        Files.writeString(copy, Files.readString(Path.of(change.file())));
      }
      change.make(folder);
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options =
        List.of(
            "-proc:none", "-d", classes().toString(), "-cp", System.getProperty("java.class.path"));
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(found, null, null)) {
      compiler
          .getTask(null, files, found, options, null, files.getJavaFileObjectsFromPaths(sources))
          .call();
    }
    return found.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(HowTosTest::refusal)
        .toList();
  }

  /** Such as "OnnxExport.java compiler.err.not.exhaustive". */
  private static String refusal(Diagnostic<? extends JavaFileObject> diagnostic) {
    return Path.of(diagnostic.getSource().toUri()).getFileName() + " " + diagnostic.getCode();
  }

  private Path classes() throws IOException {
    return Files.createDirectories(folder.resolve("classes"));
  }

  /** The project with what was compiled in the place of what it was made of. */
  private ClassLoader changed() throws IOException {
    List<URL> urls = new ArrayList<>(List.of(classes().toUri().toURL()));
    for (String part : List.of("target/classes", "target/test-classes")) {
      urls.add(Path.of(part).toUri().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), HowTosTest.class.getClassLoader()) {
      @Override
      protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
          if (!name.startsWith("org.extremum.")) {
            return super.loadClass(name, resolve);
          }
          Class<?> loaded = findLoadedClass(name);
          return loaded == null ? findClass(name) : loaded;
        }
      }
    };
  }

  /** Calls a method of a class of the changed project. */
  private static Object call(Class<?> type, String name, Object on, Object... arguments)
      throws ReflectiveOperationException {
    Method method =
        Stream.of(type.getDeclaredMethods())
            .filter(m -> m.getName().equals(name) && m.getParameterCount() == arguments.length)
            .findFirst()
            .orElseThrow();
    method.setAccessible(true);
    return method.invoke(on, arguments);
  }

  /**
   * The section of that heading names every class that is changed; those that are new it cannot.
   */
  private static void requireNamed(String heading, List<Change> changes) throws IOException {
    String document = Files.readString(Path.of("CONTRIBUTING.md"));
    int from = document.indexOf("## " + heading + "\n");
    assertThat(from).as(heading).isPositive();
    String section = document.substring(from, document.indexOf("\n## ", from + 1));
    List<String> changed =
        changes.stream().filter(change -> !change.isNew()).map(Change::type).toList();
    assertThat(section).as(heading).contains(changed);
  }

  @Test
  void anActivation() throws Exception {
    requireNamed("An activation", HowTos.ACTIVATION);
    for (String user : List.of("OnnxExport", "ByHand")) {
      List<Change> without =
          HowTos.ACTIVATION.stream().map(c -> c.type().equals(user) ? c.undone() : c).toList();
      assertThat(compile(without)).contains(user + NOT_ALL);
    }
    assertThat(compile(HowTos.ACTIVATION)).isEmpty();
    ClassLoader changed = changed();
    Class<?> activation = changed.loadClass("org.extremum.network.Activation");
    Object bell = call(activation, "named", null, "bell");
    Class<?> options = changed.loadClass("org.extremum.training.TrainingOptions");
    Object asked = call(options, "with", call(options, "defaults", null), "activation", "bell");
    assertThat(call(options, "activation", asked)).isEqualTo("bell");
    Class<?> bounds = changed.loadClass("org.extremum.verification.SlopeBounds");
    assertThat(call(bounds, "finite", call(bounds, "of", null, bell))).isEqualTo(true);
  }

  @Test
  void anOption() throws Exception {
    requireNamed("An option", HowTos.OPTION);
    assertThat(compile(HowTos.OPTION)).isEmpty();
    ClassLoader changed = changed();
    Class<?> options = changed.loadClass("org.extremum.training.TrainingOptions");
    Object asked = call(options, "with", call(options, "defaults", null), "example", 0.5);
    assertThat(call(options, "example", asked)).isEqualTo(0.5);
    Class<?> classifier = changed.loadClass("org.extremum.spark.ExtremumClassifier");
    Object estimator = classifier.getConstructor().newInstance();
    call(classifier, "setExample", estimator, 2.0);
    assertThat(classifier.getMethod("getExample").invoke(estimator)).isEqualTo(2.0);
  }

  @Test
  void anAccumulator() throws Exception {
    requireNamed("An accumulator", HowTos.ACCUMULATOR);
    assertThat(compile(HowTos.ACCUMULATOR)).isEmpty();
    Class<?> cases = changed().loadClass("org.extremum.neighbourhood.NeighbourhoodCases");
    assertThat((List<?>) call(cases, "all", null))
        .extracting(Object::toString)
        .contains("largest norms");
  }

  @Test
  void anExporter() throws Exception {
    requireNamed("An exporter", HowTos.EXPORTER);
    List<Change> without = new ArrayList<>(HowTos.EXPORTER);
    without.removeIf(change -> change.text().contains("case widths"));
    assertThat(compile(without)).containsExactly("ExportCommand" + NOT_ALL);
    assertThat(compile(HowTos.EXPORTER)).isEmpty();
    Class<?> form = changed().loadClass("org.extremum.job.ExportCommand$Form");
    assertThat(form.getEnumConstants()).extracting(Object::toString).contains("widths");
  }
}
