package org.extremum.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.stream.Collectors;
import org.extremum.samples.Accumulator;
import org.junit.jupiter.api.Test;

class AccumulatorsRegisteredTest {
  @Test
  void everyAccumulatorIsHeldToTheContract() {
    Set<String> implemented =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.extremum")
                .stream()
                .filter(c -> !c.isInterface() && c.isAssignableTo(Accumulator.class))
                .map(JavaClass::getName)
                .collect(Collectors.toSet());
    assertThat(implemented).hasSizeGreaterThan(5);
    Set<String> registered =
        AccumulatorCases.all().stream()
            .map(tested -> tested.accumulator().getClass().getName())
            .collect(Collectors.toSet());
    assertThat(registered).as("AccumulatorCases").containsAll(implemented);
  }
}
