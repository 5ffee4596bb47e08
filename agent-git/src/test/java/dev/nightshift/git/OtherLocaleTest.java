package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.git.testing.TemporaryRepository;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that are not ASCII, in a JVM whose locale cannot hold them. */
class OtherLocaleTest {
  @TempDir private Path root;

  private String inPosixLocale(TemporaryRepository repository)
      throws IOException, InterruptedException {
    return inPosixLocale(repository, "main");
  }

  /** The name goes in escaped: as an argument it would come out as other characters. */
  private String inPosixLocale(TemporaryRepository repository, String target)
      throws IOException, InterruptedException {
    return ChildJvm.run(
        environment -> {
          environment.keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
          environment.put("LC_ALL", "C");
        },
        OtherLocale.class,
        repository.directory().toString(),
        root.toString(),
        URLEncoder.encode(target, StandardCharsets.UTF_8));
  }

  @Test
  void repositoryWithSuchANameIsRefusedBeforeAnythingIsSpent() throws Exception {
    try (TemporaryRepository repository =
        TemporaryRepository.bare(Map.of("A", "1\n", "gr\u00fc\u00dfe.txt", "hallo\n"))) {
      assertThat(inPosixLocale(repository))
          .startsWith("UNSUPPORTED: ")
          .contains("gr\u00fc\u00dfe.txt", "LC_ALL=C.UTF-8");
      assertThat(repository.refs()).containsExactly("refs/heads/main");
    }
  }

  /** Symptom: "Cannot read file refs/heads/f?", without the cause. */
  @Test
  void targetWithSuchANameIsRefused() throws Exception {
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("A", "1\n"))) {
      repository.setRef("refs/heads/f\u00fc", repository.tip("main"));

      assertThat(inPosixLocale(repository, "f\u00fc"))
          .startsWith("UNSUPPORTED: ")
          .contains("the file of branch", "LC_ALL=C.UTF-8");
    }
  }

  @Test
  void repositoryWithALinkToSuchANameIsRefused() throws Exception {
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("A", "1\n"))) {
      repository.commitLink("main", "link", "gr\u00fc\u00dfe.txt");

      assertThat(inPosixLocale(repository)).startsWith("UNSUPPORTED: ").contains("LC_ALL=C.UTF-8");
    }
  }

  @Test
  void fileWithSuchANameIsRefusedToToolsAndNamedForCommands() throws Exception {
    try (TemporaryRepository repository = TemporaryRepository.bare(Map.of("A", "1\n"))) {
      String said = inPosixLocale(repository);

      assertThat(said).contains("refused: ", "changed: [ChangedFile[path=A,");
      assertThat(said.lines().filter(line -> line.startsWith("refused: ")))
          .singleElement()
          .satisfies(line -> assertThat(line).contains("LC_ALL=C.UTF-8"));
      assertThat(said.lines().filter(line -> line.startsWith("left out: ")))
          .singleElement()
          .satisfies(line -> assertThat(line).contains("th", "LC_ALL=C.UTF-8"));
    }
  }
}
