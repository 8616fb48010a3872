package org.extremum;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Figures of the product's structure, read from its sources, so that two commits can be compared:
 * {@code java src/test/java/org/extremum/StructureFigures.java [FOLDER]} prints files, lines, the
 * largest of each, what is over the habits' limits, and which room imports which.
 */
public final class StructureFigures {
  private static final String BASE = "org.extremum.";
  private static final int LONG_FILE = 300;
  private static final int LONG_METHOD = 40;
  private static final int MANY_ARGUMENTS = 7;

  /** A file, method or constructor and how large it is. */
  private record Sized(String name, long size) {}

  private final Path sources;
  private final List<Sized> files = new ArrayList<>();
  private final List<Sized> methods = new ArrayList<>();
  private final List<Sized> constructors = new ArrayList<>();

  /** Imports of one room from another: from -> to -> how many. */
  private final Map<String, Map<String, Integer>> arrows = new TreeMap<>();

  private StructureFigures(Path sources) {
    this.sources = sources;
  }

  /** Prints the figures of a checkout: that in the first argument, else this one. */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args.length == 0 ? "." : args[0]);
    for (String part : List.of("main", "test", "jmh")) {
      StructureFigures figures = new StructureFigures(root.resolve("src/" + part + "/java"));
      figures.read();
      figures.print(part);
    }
  }

  private void read() throws IOException {
    try (Stream<Path> all = Files.walk(sources)) {
      List<Path> java = all.filter(file -> file.toString().endsWith(".java")).sorted().toList();
      JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
      try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
        JavacTask task =
            (JavacTask)
                compiler.getTask(
                    null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(java));
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        for (CompilationUnitTree unit : task.parse()) {
          readUnit(unit, positions);
        }
      }
    }
  }

  private void readUnit(CompilationUnitTree unit, SourcePositions positions) {
    Path file = Path.of(unit.getSourceFile().toUri());
    String name = sources.toAbsolutePath().normalize().relativize(file.normalize()).toString();
    try (Stream<String> lines = Files.lines(file)) {
      files.add(new Sized(name, lines.count()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String from = room(unit.getPackageName().toString());
    for (ImportTree line : unit.getImports()) {
      String imported = line.getQualifiedIdentifier().toString();
      String to = room(imported);
      if (imported.startsWith(BASE) && !to.equals(from)) {
        arrows.computeIfAbsent(from, key -> new TreeMap<>()).merge(to, 1, Integer::sum);
      }
    }
    new Members(unit, positions, name).scan(unit, null);
  }

  /** The room of a package or class; those within a room count as that room. */
  private static String room(String name) {
    String within = name.startsWith(BASE) ? name.substring(BASE.length()) : "";
    int dot = within.indexOf('.');
    return dot < 0 ? within : within.substring(0, dot);
  }

  /** Collects methods with their lines, constructors with their arguments. */
  private final class Members extends TreePathScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final String file;

    Members(CompilationUnitTree unit, SourcePositions positions, String file) {
      this.unit = unit;
      this.positions = positions;
      this.file = file;
    }

    @Override
    public Void visitMethod(MethodTree method, Void nothing) {
      boolean constructor = method.getReturnType() == null;
      String name = file + " " + (constructor ? "constructor" : method.getName());
      LineMap lines = unit.getLineMap();
      long first = lines.getLineNumber(positions.getStartPosition(unit, method));
      long last = lines.getLineNumber(positions.getEndPosition(unit, method));
      methods.add(new Sized(name, last - first + 1));
      if (constructor) {
        constructors.add(new Sized(name, method.getParameters().size()));
      }
      return super.visitMethod(method, nothing);
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      if (type.getKind() == Tree.Kind.RECORD) {
        long components =
            type.getMembers().stream()
                .filter(member -> member.getKind() == Tree.Kind.VARIABLE)
                .filter(member -> !member.toString().contains("static "))
                .count();
        constructors.add(new Sized(file + " record " + type.getSimpleName(), components));
      }
      return super.visitClass(type, nothing);
    }
  }

  private void print(String part) {
    long lines = files.stream().mapToLong(Sized::size).sum();
    System.out.printf("%s: %d files, %d lines%n", part, files.size(), lines);
    printOver("files of more than %d lines", files, LONG_FILE);
    printOver("methods of more than %d lines", methods, LONG_METHOD);
    printOver("constructors of more than %d arguments", constructors, MANY_ARGUMENTS);
    if (part.equals("main")) {
      printNamesTwice();
      printArrows();
    }
  }

  private static void printOver(String what, List<Sized> all, int limit) {
    List<Sized> over =
        all.stream()
            .filter(one -> one.size() > limit)
            .sorted(Comparator.comparingLong(Sized::size).reversed().thenComparing(Sized::name))
            .toList();
    long largest = all.stream().mapToLong(Sized::size).max().orElse(0);
    System.out.printf("  " + what + ": %d; the largest has %d%n", limit, over.size(), largest);
    over.forEach(one -> System.out.printf("    %4d %s%n", one.size(), one.name()));
  }

  /** Simple names of files that two packages have: a reader of one thinks of the other. */
  private void printNamesTwice() {
    Map<String, List<String>> packages = new TreeMap<>();
    for (Sized file : files) {
      int slash = file.name().lastIndexOf('/');
      packages
          .computeIfAbsent(file.name().substring(slash + 1), name -> new ArrayList<>())
          .add(file.name().substring("org/extremum/".length(), slash));
    }
    packages.remove("package-info.java");
    packages.values().removeIf(all -> all.size() < 2);
    System.out.printf("  names in two packages: %d%n", packages.size());
    packages.forEach((name, all) -> System.out.printf("    %s %s%n", name, all));
  }

  private void printArrows() {
    int count = arrows.values().stream().mapToInt(Map::size).sum();
    System.out.printf("  arrows between rooms: %d%n", count);
    arrows.forEach((from, to) -> System.out.printf("    %s -> %s%n", from, to));
  }
}
