package org.extremum.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What {@code mvn package} leaves: the job's jar has what it needs, and runs by spark-submit. */
@Tag("cluster")
@Tag("cluster-smoke")
class PackageTest {
  private static final Pattern SUBMIT =
      Pattern.compile("<!-- cluster: submit -->\n```sh\nspark-submit (.*?)\n```", Pattern.DOTALL);

  @Test
  void theReadmesLineOfSparkSubmitTrains(@TempDir Path folder) throws Exception {
    Matcher line = SUBMIT.matcher(Files.readString(Path.of("README.md")));
    assertThat(line.find()).isTrue();
    Path model = folder.resolve("model");
    List<String> program = new ArrayList<>(List.of("org.apache.spark.deploy.SparkSubmit"));
    String arguments =
        line.group(1).replace("\\\n", " ").replaceAll("target/\\S+-model", "" + model);
    program.addAll(List.of(arguments.split("\\s+")));
    SparkHome home = SparkHome.make("package", Map.of());
    try (ClusterProcess submit =
        home.start(
            "submit",
            new SparkHome.Launch(List.of(), List.of("-Xmx1g"), "127.0.0.1", Map.of(), program))) {
      assertThat(submit.exitCode()).as(submit.err()).isZero();
      assertThat(model.resolve("run.json")).exists();
    }
  }

  /** No class but our own and those that the native code's names forbid to rename. */
  @Test
  void nothingInTheJarMeetsWhatSparkHas() throws IOException {
    try (JarFile jar = new JarFile(SparkHome.jobJar().toFile())) {
      assertThat(names(jar).filter(name -> name.endsWith(".class")))
          .isNotEmpty()
          .allMatch(name -> name.startsWith("org/extremum/") || name.startsWith("org/bytedeco/"));
    }
  }

  @Test
  void everyLibraryInTheJarIsInItsListOfLicences() throws Exception {
    try (JarFile jar = new JarFile(SparkHome.jobJar().toFile())) {
      String list = text(jar, "META-INF/THIRD-PARTY.txt");
      assertThat(list).doesNotContain("${");
      assertThat(carried())
          .hasSizeGreaterThan(3)
          .allMatch(library -> list.contains(library + " "), "has an entry");
      Matcher named = Pattern.compile("META-INF/[\\w/-]+(\\.txt)?").matcher(list);
      while (named.find()) {
        assertThat(text(jar, named.group())).isNotBlank();
      }
      assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License");
    }
  }

  /** Dependencies of the pom that are neither provided nor for tests. */
  private static List<String> carried() throws Exception {
    NodeList dependencies =
        (NodeList)
            XPathFactory.newInstance()
                .newXPath()
                .evaluate(
                    "/project/dependencies/dependency[not(scope)]",
                    DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(Path.of("pom.xml").toFile()),
                    XPathConstants.NODESET);
    List<String> carried = new ArrayList<>();
    for (int i = 0; i < dependencies.getLength(); i++) {
      Element dependency = (Element) dependencies.item(i);
      carried.add(text(dependency, "groupId") + ":" + text(dependency, "artifactId"));
    }
    return carried;
  }

  private static String text(Element parent, String child) {
    return parent.getElementsByTagName(child).item(0).getTextContent();
  }

  private static Stream<String> names(JarFile jar) {
    return jar.stream().map(ZipEntry::getName);
  }

  private static String text(JarFile jar, String entry) throws IOException {
    assertThat(jar.getEntry(entry)).as(entry).isNotNull();
    return new String(
        jar.getInputStream(jar.getEntry(entry)).readAllBytes(), StandardCharsets.UTF_8);
  }
}
