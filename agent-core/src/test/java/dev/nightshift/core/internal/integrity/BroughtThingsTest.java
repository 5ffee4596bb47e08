package dev.nightshift.core.internal.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.tree.ChangedFile;
import dev.nightshift.core.tree.ChangedFile.Kind;
import dev.nightshift.core.tree.ChangedFile.Modes;
import dev.nightshift.core.tree.ChangedFile.Shown;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.tree.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BroughtThingsTest {
  @TempDir Path temp;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          build.gradle.kts | implementation("a.b:c:1.2")      | a.b:c 1.2, from the Maven repositories of the build
          build.gradle     | testImplementation 'a.b:c:1.2'   | a.b:c 1.2, from the Maven repositories of the build
          requirements.txt | attrs==25.1.0  # why             | attrs ==25.1.0, from the Python package index
          go.mod           | require example.org/x v1.10.0    | example.org/x v1.10.0, from the Go module proxy
          Cargo.toml       | [dependencies]~regex = "1.11"    | regex 1.11, from crates.io
          Cargo.toml       | [dependencies]~r = { git = "https://x.org/r" } | r { git = https://x.org/r }, from { git = https://x.org/r }
          package.json     | "dependencies": {~"zod": "4.1.5" | zod 4.1.5, from the npm registry
          package.json     | "dependencies": {~"z": "git+https://x.org/z" | z git+https://x.org/z, from git+https://x.org/z
          libs.versions.toml | c = { module = "a.b:c", version = "3" } | a.b:c 3, from the Maven repositories of the build
          """)
  void namesNewDependenciesWithVersionAndWhereTheyAreFrom(String manifest, String text, String told)
      throws IOException {
    List<String> found = brought(manifest, "", text.replace('~', '\n') + "\n");

    assertThat(found).singleElement().asString().endsWith(told);
  }

  @Test
  void namesADependencyOfMavenAndOneWhoseVersionChanged() throws IOException {
    String pom =
        """
        <dependency>
          <groupId>a.b</groupId>
          <artifactId>c</artifactId>
          <version>%s</version>
        </dependency>
        """;
    String more = "<dependency><groupId>d</groupId><artifactId>e</artifactId></dependency>\n";

    List<String> found = brought("pom.xml", pom.formatted("1"), pom.formatted("2") + more);

    assertThat(found)
        .containsExactly(
            "pom.xml:5 a.b:c 2, from the Maven repositories of the build, it was 1",
            "pom.xml:6 d:e of a version given elsewhere, from the Maven repositories of the build");
  }

  @Test
  void tellsNothingOfAManifestThatOnlyMovesLines() throws IOException {
    assertThat(brought("requirements.txt", "a==1\nb==2\n", "b==2\n\na==1\n")).isEmpty();
  }

  @Test
  void tellsOutputsLargeFilesAndProgramsButNoPackageOfThatName() throws IOException {
    TreeView tree = tree("after", "big.txt", "x".repeat(1_000_001));
    ChangedFile program =
        new ChangedFile("run", Kind.MODIFIED, 1, 0, "", new Modes("100644", "100755"), Shown.PLAIN);

    List<BroughtThings.Brought> found =
        BroughtThings.of(
            List.of(
                new ChangedFile("big.txt", Kind.ADDED, 1, 0),
                new ChangedFile("core/target/a.txt", Kind.ADDED, 1, 0),
                new ChangedFile("src/main/java/x/build/A.java", Kind.ADDED, 1, 0),
                program),
            tree,
            tree);

    assertThat(found)
        .extracting(BroughtThings.Brought::text)
        .containsExactly(
            "big.txt has 1000001 bytes",
            "core/target/a.txt is what a build or a tool writes",
            "run can be executed now");
  }

  private List<String> brought(String path, String before, String after) throws IOException {
    return BroughtThings.of(
            List.of(new ChangedFile(path, Kind.MODIFIED, 1, 1)),
            tree("before", path, before),
            tree("after", path, after))
        .stream()
        .map(BroughtThings.Brought::text)
        .toList();
  }

  private TreeView tree(String name, String path, String text) throws IOException {
    Path directory = Files.createDirectories(temp.resolve(name));
    Files.writeString(directory.resolve(path), text);
    return WorkspaceFiles.ofDirectory(directory);
  }
}
