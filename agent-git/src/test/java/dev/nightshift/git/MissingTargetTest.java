package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.Nightshift;
import dev.nightshift.core.StandardPipeline;
import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.gate.Gates;
import dev.nightshift.core.run.Delivery;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.RecordingListener;
import dev.nightshift.core.testing.ScriptedModel;
import dev.nightshift.git.testing.TemporaryRepository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be worked on is refused before a run starts, with what to do about it. */
class MissingTargetTest {
  private static final Task TASK = Task.builder("Do it").build();
  @TempDir private Path temporary;
  private TemporaryRepository repository;

  @BeforeEach
  void openRepository() {
    repository = TemporaryRepository.bare(Map.of("A", "1"));
    repository.setRef("refs/heads/topic", repository.tip("main"));
    repository.setRef("refs/tags/v1", repository.tip("main"));
    repository.setRef("refs/remotes/origin/work", repository.tip("main"));
    repository.setRef("refs/remotes/origin/main", repository.tip("main"));
  }

  @AfterEach
  void closeRepository() {
    repository.close();
  }

  @Test
  void aRequiredSandboxThatIsMissingIsRefusedBeforeARunStarts() throws Exception {
    String said =
        ChildJvm.run(
            environment -> environment.put("PATH", temporary.toString()),
            RequiredSandbox.class,
            repository.directory().toString());

    assertThat(said)
        .startsWith("UNSUPPORTED: a sandbox is required, but bubblewrap is not installed; install")
        .contains("SandboxMode.PREFERRED")
        .endsWith("runs: 0\n");
  }

  private void check(String target) {
    GitWorkspaces.builder(repository.directory()).target(target).build().checkTarget(TASK);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "nowhere | name an existing branch as target; branches here are: main, topic",
        "Main | branches here are: main, topic",
        "v1 | a tag cannot be landed on",
        "refs/tags/v1 | a tag cannot be landed on",
        "origin/work | make a local one: git branch work origin/work",
        "remotes/origin/work | make a local one: git branch work origin/work",
        "refs/remotes/origin/main | a branch of a remote cannot be landed on; name 'main'",
        "refs/heads/main | write only 'main'",
        "heads/topic | write only 'topic'",
        "4b825dc642cb6eb9a060e54bf8d69288fbee4904 | a commit cannot be landed on",
        "-d | branches here are",
        "a..b | branches here are",
        "HEAD | branches here are"
      })
  void namesTheTargetAndTheRemedy(String target, String remedy) {
    assertThatThrownBy(() -> check(target))
        .isInstanceOfSatisfying(
            WorkspaceException.class,
            e -> assertThat(e.kind()).isEqualTo(WorkspaceException.Kind.NOT_FOUND))
        .hasMessageContaining("'" + target + "'")
        .hasMessageContaining(remedy);
  }

  @Test
  void acceptsABranch() {
    assertThatCode(() -> check("topic")).doesNotThrowAnyException();
  }

  @Test
  void asksForAFirstCommitInANewRepository() {
    Path unborn = Unborn.repository(temporary.resolve("unborn"));

    assertThatThrownBy(() -> GitWorkspaces.of(unborn).checkTarget(TASK))
        .hasMessageContaining("has no branch 'main'")
        .hasMessageContaining("make a first commit");
  }

  @Test
  void asksForTheTargetInANewRepositoryAndForAPushToABareOne() throws IOException {
    Path unborn = Unborn.repository(temporary.resolve("unborn"));
    GitWorkspaces other = GitWorkspaces.builder(unborn).target("develop").build();

    assertThatThrownBy(() -> other.checkTarget(TASK))
        .hasMessageContaining("git checkout -b develop; then make a first commit");
    for (String ref : repository.refs()) {
      Files.deleteIfExists(repository.directory().resolve(ref));
    }
    assertThatThrownBy(() -> check("main")).hasMessageContaining("push a first commit to it");
  }

  /** A commit made there would have had a history of its own. */
  @ParameterizedTest
  @CsvSource({"main, main origin/main", "new, main origin/main", "origin/main, main origin/main"})
  void asksForALocalBranchWhereThereAreOnlyThoseOfRemotes(String target, String branch)
      throws IOException {
    for (String ref : List.of("refs/heads/main", "refs/heads/topic", "refs/remotes/origin/work")) {
      Files.delete(repository.directory().resolve(ref));
    }

    assertThatThrownBy(() -> check(target)).hasMessageContaining("git branch " + branch);
  }

  @Test
  void refusesABranchThatPointsToATag() throws IOException {
    try (Git git = Git.open(repository.directory().toFile())) {
      git.tag().setName("v2").setMessage("m").setAnnotated(true).setSigned(false).call();
    } catch (GitAPIException impossible) {
      throw new IllegalStateException(impossible);
    }
    Path refs = repository.directory().resolve("refs");
    Files.copy(refs.resolve("tags/v2"), refs.resolve("heads/tagged"));

    assertThatThrownBy(() -> check("tagged")).hasMessageContaining("is no commit");
  }

  @Test
  void namesTheBranchesWhenHeadIsOnAnUnbornOne() throws IOException {
    Files.writeString(repository.directory().resolve("HEAD"), "ref: refs/heads/new\n");

    assertThatThrownBy(() -> GitWorkspaces.of(repository.directory()).checkTarget(TASK))
        .hasMessageContaining("'new'")
        .hasMessageContaining("branches here are: main, topic");
  }

  @Test
  void asksForATargetWhenHeadIsDetached() throws IOException {
    Files.writeString(repository.directory().resolve("HEAD"), repository.tip("main") + "\n");

    assertThatThrownBy(() -> GitWorkspaces.of(repository.directory()).checkTarget(TASK))
        .hasMessageContaining("name a target branch")
        .hasMessageContaining("branches here are: main, topic");
  }

  @Test
  void refusesABranchThatPointsToNoCommit() throws IOException {
    String blob;
    try (var git = new FileRepositoryBuilder().setGitDir(repository.directory().toFile()).build();
        ObjectInserter inserter = git.newObjectInserter()) {
      blob = inserter.insert(Constants.OBJ_BLOB, "x".getBytes(StandardCharsets.UTF_8)).name();
      inserter.flush();
    }
    repository.setRef("refs/heads/odd", blob);

    assertThatThrownBy(() -> check("odd")).hasMessageContaining("is no commit");
  }

  @Test
  void refusesABranchWhoseCommitIsMissing() throws IOException {
    Files.writeString(repository.directory().resolve("refs/heads/lost"), "1".repeat(40) + "\n");

    assertThatThrownBy(() -> check("lost"))
        .hasMessageContaining("1".repeat(40))
        .hasMessageContaining("git fsck");
  }

  @Test
  void refusesABlankTarget() {
    assertThatThrownBy(() -> GitWorkspaces.builder(temporary).target(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name of a branch");
  }

  /** It was planned on the thread of the run before, so that the run failed. */
  @Test
  void startsNoRunOnAMissingTarget() {
    RecordingListener events = new RecordingListener();
    ScriptedModel coder = ScriptedModel.named("coder");
    try (Nightshift nightshift =
        Nightshift.builder(GitWorkspaces.builder(repository.directory()).target("nowhere").build())
            .provider(coder)
            .listener(events)
            .build()) {
      StandardPipeline pipeline =
          StandardPipeline.builder()
              .implementer(
                  dev.nightshift.core.agent.ModelImplementer.using(coder.modelId().toString()))
              .reviewer(request -> dev.nightshift.core.agent.Review.approved())
              .gate(Gates.shell("true"))
              .delivery(Delivery.merge())
              .build();

      assertThatThrownBy(() -> nightshift.dispatch(TASK, pipeline))
          .isInstanceOf(WorkspaceException.class);
      assertThat(nightshift.runs()).isEmpty();
    }
    assertThat(events.events()).isEmpty();
    assertThat(repository.refs()).noneMatch(ref -> ref.startsWith("refs/nightshift"));
  }

  @Test
  void saysWhyAPathIsNoRepository() throws IOException {
    Path work = Unborn.repository(temporary.resolve("work"));
    Path below = Files.createDirectories(work.resolve("src/main"));
    Path stale = Files.createDirectories(temporary.resolve("stale"));
    Files.writeString(stale.resolve(".git"), "gitdir: /gone/worktrees/stale\n");
    Path file = Files.writeString(temporary.resolve("file"), "");
    Map<Path, String> whys =
        Map.of(
            below,
            "name the top directory of its work tree, " + work,
            stale,
            "/gone/worktrees/stale is no git directory but .git points there",
            file,
            "it is not a directory",
            temporary.resolve("none"),
            "there is no such directory",
            Path.of("~/project"),
            "'~' is not expanded");

    whys.forEach(
        (path, why) ->
            assertThatThrownBy(() -> GitWorkspaces.of(path))
                .isInstanceOf(WorkspaceException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining(why));
  }
}
