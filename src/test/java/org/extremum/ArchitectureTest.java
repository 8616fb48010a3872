package org.extremum;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.io.ObjectInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The walls of the house: which room may import what. A new room or library is entered in the
 * tables here first. Rooms may still be empty.
 */
class ArchitectureTest {
  private static final String BASE = "org.extremum.";

  private static final Set<String> BASICS = Set.of("linalg", "samples", "network");

  /** Rooms, and the rooms that each may import beside itself. */
  private static final Map<String, Set<String>> ROOMS =
      Map.ofEntries(
          Map.entry("linalg", Set.of()),
          Map.entry("samples", Set.of("linalg")),
          Map.entry("network", Set.of("linalg", "samples")),
          Map.entry("initialization", BASICS),
          Map.entry("moments", BASICS),
          Map.entry("polarization", and(BASICS, "moments")),
          Map.entry("verification", BASICS),
          Map.entry("neighbourhood", BASICS),
          Map.entry("finetuning", and(BASICS, "moments", "polarization", "verification")),
          Map.entry("training", belowTraining()),
          Map.entry("breeze", Set.of("polarization")),
          Map.entry("retraining", and(belowTraining(), "training")),
          Map.entry("spark", and(belowTraining(), "training", "retraining", "breeze")),
          Map.entry("export", Set.of("samples", "network", "training")),
          Map.entry("report", Set.of("network", "training", "retraining")),
          Map.entry(
              "job",
              and(
                  belowTraining(),
                  "training",
                  "retraining",
                  "breeze",
                  "spark",
                  "export",
                  "report")));

  /** What is not of the JDK, or of it but not for everybody, and the rooms that may import it. */
  private static final Map<String, Set<String>> LIBRARIES =
      Map.ofEntries(
          Map.entry("org.bytedeco", Set.of("linalg")),
          Map.entry("org.netlib", Set.of("linalg")), // in the place of native code
          Map.entry("breeze", Set.of("breeze")),
          Map.entry("scala", Set.of("breeze", "spark", "job")),
          Map.entry("org.apache.spark", Set.of("spark", "job")),
          Map.entry("org.apache.hadoop", Set.of("spark", "job")),
          Map.entry("org.apache.parquet", Set.of("spark", "job")),
          Map.entry("com.codahale.metrics", Set.of("spark")), // in Spark's API of plugins
          Map.entry("com.fasterxml.jackson", Set.of("spark", "export", "report", "job")),
          Map.entry("com.google.protobuf", Set.of("export")),
          Map.entry("picocli", Set.of("job")),
          Map.entry("com.typesafe.config", Set.of("job")),
          // Logging: what a pure room has to say is a return value or a progress event.
          Map.entry("org.slf4j", Set.of("spark", "job")),
          Map.entry("org.apache.logging", Set.of("spark", "job")),
          Map.entry("org.apache.log4j", Set.of("spark", "job")),
          Map.entry("org.apache.commons.logging", Set.of()),
          Map.entry("java.util.logging", Set.of()));

  /** Where objects are taken out of bytes: what Spark carries within one application, no files. */
  private static final String PARCEL = BASE + "spark.Parcel";

  private static JavaClasses classes;

  @BeforeAll
  static void readClasses() {
    classes = new ClassFileImporter().importPath(Path.of("target", "classes"));
  }

  static Stream<String> rooms() {
    return ROOMS.keySet().stream().sorted();
  }

  static Stream<String> libraries() {
    return LIBRARIES.keySet().stream().sorted();
  }

  @Test
  void classesWereRead() {
    assertThat(classes.contain(PARCEL)).isTrue();
    assertThat(classes.size()).isGreaterThan(50);
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomImportsWhatItMay(String room) {
    List<String> allowed =
        new ArrayList<>(List.of("java..", "javax..", "com.sun.management..", in(room)));
    ROOMS.get(room).forEach(other -> allowed.add(in(other)));
    LIBRARIES.forEach(
        (library, guests) -> {
          if (guests.contains(room)) {
            allowed.add(library + "..");
          }
        });

    classes()
        .that()
        .resideInAPackage(in(room))
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new)))
        .because("room " + room + " may import " + new TreeSet<>(ROOMS.get(room)))
        .allowEmptyShould(true)
        .check(classes);
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void aLibraryIsSeenByItsRoomsOnly(String library) {
    String[] guests =
        LIBRARIES.get(library).stream().map(ArchitectureTest::in).toArray(String[]::new);

    noClasses()
        .that(DescribedPredicate.not(resideInAnyPackage(guests)))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library + "..")
        .because(library + " is for " + new TreeSet<>(LIBRARIES.get(library)))
        .check(classes);
  }

  @Test
  void roomsDoNotImportEachOtherInCircles() {
    slices().matching(BASE + "(*)..").should().beFreeOfCycles().check(classes);
  }

  @Test
  void everyClassIsInARoom() {
    classes()
        .should()
        .resideInAnyPackage(rooms().map(ArchitectureTest::in).toArray(String[]::new))
        .check(classes);
  }

  @Test
  void noBagsOfHelpers() {
    Set<String> bags = Set.of("core", "common", "commons", "util", "utils", "helper", "helpers");

    noClasses()
        .should(
            ArchConditions.be(
                DescribedPredicate.<JavaClass>describe(
                    "in a package named one of " + new TreeSet<>(bags),
                    type ->
                        Stream.of(type.getPackageName().split("\\.")).anyMatch(bags::contains))))
        .check(classes);
  }

  /** Printing, exiting, the environment, and the building of contexts are the command's. */
  @Test
  void onlyTheJobTouchesTheWorldAround() {
    noClasses()
        .that()
        .resideOutsideOfPackage(in("job"))
        .should()
        .accessTargetWhere(
            describe(
                "it prints, exits, reads the environment or builds a Spark context",
                ArchitectureTest::isOfTheJob))
        .check(classes);
  }

  private static boolean isOfTheJob(JavaAccess<?> access) {
    AccessTarget target = access.getTarget();
    String member = target.getOwner().getName() + "." + target.getName();
    return switch (member) {
      case "java.lang.System.out",
          "java.lang.System.err",
          "java.lang.System.in",
          "java.lang.System.console",
          "java.lang.System.exit",
          "java.lang.System.getenv",
          "java.lang.Runtime.exit",
          "java.lang.Runtime.halt",
          "java.lang.ProcessBuilder.environment",
          "org.apache.spark.sql.SparkSession.builder",
          "org.apache.spark.SparkContext.<init>",
          "org.apache.spark.api.java.JavaSparkContext.<init>" ->
          true;
      // Without a writer it goes to the error stream.
      default ->
          target.getName().equals("printStackTrace")
              && target.getOwner().isAssignableTo(Throwable.class)
              && target.getFullName().endsWith("()");
    };
  }

  @Test
  void objectsAreTakenOutOfBytesInOnePlace() {
    noClasses()
        .that(
            describe(
                "are not Parcel",
                type -> !type.getName().equals(PARCEL) && !type.getName().startsWith(PARCEL + "$")))
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ObjectInputStream.class)
        .because("Java serialisation of data from outside runs code of its author's choice")
        .check(classes);
  }

  private static String in(String room) {
    return BASE + room + "..";
  }

  private static Set<String> and(Set<String> some, String... others) {
    return Stream.concat(some.stream(), Stream.of(others)).collect(Collectors.toUnmodifiableSet());
  }

  private static Set<String> belowTraining() {
    return and(
        BASICS,
        "initialization",
        "moments",
        "polarization",
        "verification",
        "neighbourhood",
        "finetuning");
  }
}
