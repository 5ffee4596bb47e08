package dev.nightshift.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.internal.tool.MemoryFiles;
import dev.nightshift.core.tree.FileContent;
import dev.nightshift.core.tree.ListQuery;
import dev.nightshift.core.tree.SearchQuery;
import dev.nightshift.core.tree.SearchResult;
import dev.nightshift.core.tree.TreeView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code AGENTS.md} may be a link within the tree; one that is not read is not silent. */
class RepositoryInstructionsTest {
  /** A commit with links. */
  record Tree(Map<String, String> links, MemoryFiles files) implements TreeView {
    @Override
    public Optional<String> linkTarget(String path) {
      return Optional.ofNullable(links.get(path));
    }

    @Override
    public FileContent read(String path) {
      return files.read(path);
    }

    @Override
    public List<String> list(ListQuery query) {
      return files.list(query);
    }

    @Override
    public SearchResult search(SearchQuery query) {
      return files.search(query);
    }
  }

  private final Map<String, String> links = new TreeMap<>();
  private final MemoryFiles files =
      MemoryFiles.of(Map.of("CLAUDE.md", "Run make fmt.", "docs/agents.md", "In docs."));

  private String section() {
    return RepositoryInstructions.of(new Tree(links, files)).orElse("");
  }

  @ParameterizedTest(name = "{0} is read")
  @CsvSource({
    "CLAUDE.md, Run make fmt.",
    "./CLAUDE.md, Run make fmt.",
    "docs/agents.md, In docs.",
    "docs/../CLAUDE.md, Run make fmt.",
    "linked/agents.md, In docs.",
    "linked/../CLAUDE.md, Run make fmt.",
    "other, In docs."
  })
  void linkWithinTheTreeIsFollowed(String target, String text) {
    links.put("AGENTS.md", target);
    links.put("linked", "docs/");
    links.put("other", "docs/second");
    links.put("docs/second", "agents.md");

    assertThat(section())
        .contains("AGENTS.md, a link to " + target + ", as of the base commit follows", text);
  }

  @ParameterizedTest(name = "{0} is not read: {1}")
  @CsvSource({
    "/etc/passwd, out of the repository",
    "../CLAUDE.md, out of the repository",
    "docs/../../CLAUDE.md, out of the repository",
    "AGENTS.md, more than 10 links",
    "gone.md, no file"
  })
  void linkThatIsNotFollowedIsToldWithTheReason(String target, String why) {
    links.put("AGENTS.md", target);

    assertThat(section()).contains("a link to " + target + ", could not be read", why);
  }

  @Test
  void instructionsThatAreNoTextAreTold() {
    files.put("AGENTS.md", new byte[] {1, 0, 2});

    assertThat(section()).contains("could not be read", "not a text");
  }

  @Test
  void repositoryWithoutInstructionsSaysNothing() {
    assertThat(section()).isEmpty();
  }
}
