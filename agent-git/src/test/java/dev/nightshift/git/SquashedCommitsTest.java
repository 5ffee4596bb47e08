package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.git.testing.TemporaryRepository;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SquashedCommitsTest {
  private static final CommitHeader.Person ADA =
      new CommitHeader.Person("Ada", "ada@example.com", Instant.ofEpochSecond(1_000), 60);

  private TemporaryRepository repository;
  private SquashedCommits commits;
  private String base;
  private String tip;

  @BeforeEach
  void branchOff() {
    repository = TemporaryRepository.bare(Map.of("A.java", "v0\n"));
    commits = SquashedCommits.in(repository.directory());
    base = repository.tip("main");
    repository.setRef("refs/heads/work", base);
    repository.commit("work", Map.of("B.java", "b\n"));
    tip = repository.commit("work", Map.of("A.java", "v1\n"));
  }

  @AfterEach
  void close() {
    repository.close();
  }

  private CommitHeader header(String parent, String message) {
    return new CommitHeader(parent, ADA, ADA, message);
  }

  @Test
  void aBranchBecomesOneCommitWithItsFilesThatIsTheSameEachTime() {
    String commit = commits.store(tip, header(base, "One\n"));

    assertThat(commits.store(tip, header(base, "One\n"))).isEqualTo(commit);
    assertThat(repository.tree(commit)).isEqualTo(repository.tree(tip));
    assertThat(repository.parents(commit)).isEqualTo(List.of(base));
    assertThat(repository.message(commit)).isEqualTo("One\n");
    assertThat(repository.tip("work")).isEqualTo(tip);
  }

  @Test
  void theBaseIsWhatTheBranchContainsOfATargetThatWentOn() {
    repository.commit("main", Map.of("C.java", "c\n"));

    assertThat(commits.base(tip, "main")).isEqualTo(base);
  }

  @Test
  void aBranchThatItsTargetContainsHasNothingToReview() {
    repository.setRef("refs/heads/main", tip);

    assertThatThrownBy(() -> commits.base(tip, "main"))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("'main' contains " + tip);
  }

  @Test
  void whatACommitSaysProvesItsFilesWithoutTheCommit() {
    String commit = commits.store(tip, header(base, "One\n"));

    assertThat(commits.isSquashed(commit, header(base, "One\n"), tip)).isTrue();
  }

  @Test
  void otherFilesOrWordsOrParentsAreAnotherCommit() {
    String commit = commits.store(tip, header(base, "One\n"));
    String other = repository.commit("work", Map.of("A.java", "v2\n"));
    String stranger = repository.commit("unrelated", Map.of("A.java", "v1\n"));
    String onStranger = commits.store(tip, header(stranger, "One\n"));

    assertThat(commits.isSquashed(commit, header(base, "One\n"), other)).isFalse();
    assertThat(commits.isSquashed(commit, header(base, "Two\n"), tip)).isFalse();
    assertThat(commits.isSquashed(onStranger, header(stranger, "One\n"), tip)).isFalse();
  }

  @Test
  void whatIsNotHereProvesNothing() {
    String commit = commits.store(tip, header(base, "One\n"));
    String absent = "1".repeat(40);

    assertThat(commits.isSquashed(commit, header(base, "One\n"), absent)).isFalse();
    assertThat(commits.isSquashed(commit, header(absent, "One\n"), tip)).isFalse();
    assertThat(commits.isSquashed("none", header("none", "One\n"), "none")).isFalse();
  }

  @Test
  void aPushForReviewIsNoPushToABranch(@TempDir java.nio.file.Path other) {
    GitRemote remote = GitRemote.at(repository.directory(), other.toString());

    for (String ref : List.of("refs/heads/main", "main branch", "")) {
      assertThatThrownBy(() -> remote.propose(tip, ref))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must be a name such as refs/for/main");
    }
  }

  @Test
  void aPushForReviewTellsWhatTheOtherSideMadeOfIt() {
    try (TemporaryRepository other = TemporaryRepository.bare(Map.of("A.java", "x\n"))) {
      GitRemote remote = GitRemote.at(repository.directory(), other.directory().toString());

      assertThat(remote.propose(tip, "refs/for/main%topic=run"))
          .isEqualTo(new PushResult.Pushed(tip, ""));
      assertThat(Set.copyOf(other.refs())).contains("refs/for/main%topic=run");
      assertThat(remote.propose(base, "refs/for/main%topic=run/below"))
          .isInstanceOfSatisfying(
              PushResult.Refused.class,
              refused -> assertThat(refused.detail()).contains("was declined by the server"));
    }
  }
}
