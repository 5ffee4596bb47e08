package dev.nightshift.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nightshift.git.PushResult.Kind;
import dev.nightshift.git.PushResult.Pushed;
import dev.nightshift.git.PushResult.Refused;
import dev.nightshift.git.testing.TemporaryRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pushes to a repository on the same disk; {@code agent-forge} pushes over HTTP. */
class GitRemoteTest {
  @TempDir private Path root;
  private TemporaryRepository local;
  private GitRemote remote;
  private Path there;

  @BeforeEach
  void open() throws Exception {
    local = TemporaryRepository.bare(Map.of("A.java", "v0\n"));
    there = root.resolve("there.git");
    try (Repository made = new FileRepositoryBuilder().setGitDir(there.toFile()).build()) {
      made.create(true);
      made.getConfig().setBoolean("receive", null, "autogc", false);
      made.getConfig().save();
    }
    remote = GitRemote.at(local.directory(), there.toString());
  }

  @AfterEach
  void close() {
    local.close();
  }

  @Test
  void aBranchThatIsNotThereIsMade() throws Exception {
    String commit = local.tip("main");

    assertThat(remote.push(commit, "nightshift/run-1", Set.of())).isEqualTo(new Pushed(commit, ""));
    assertThat(tip("nightshift/run-1")).isEqualTo(commit);
  }

  @Test
  void theSamePushAgainIsASuccess() throws Exception {
    String commit = local.tip("main");
    remote.push(commit, "b", Set.of());

    assertThat(remote.push(commit, "b", Set.of())).isEqualTo(new Pushed(commit, commit));
  }

  @Test
  void aCommitThatMayBeReplacedIsReplacedThoughItIsNoAncestor() throws Exception {
    String first = local.commit("one", Map.of("A.java", "v1\n"));
    String second = local.commit("other", Map.of("A.java", "v2\n"));
    remote.push(first, "b", Set.of());

    assertThat(remote.push(second, "b", Set.of(first))).isEqualTo(new Pushed(second, first));
    assertThat(tip("b")).isEqualTo(second);
  }

  @Test
  void anyOtherCommitStaysAndIsNamed() throws Exception {
    String first = local.commit("one", Map.of("A.java", "v1\n"));
    String second = local.commit("other", Map.of("A.java", "v2\n"));
    remote.push(first, "b", Set.of());

    assertThat(remote.push(second, "b", Set.of(second)))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.kind()).isEqualTo(Kind.MOVED);
              assertThat(refused.detail()).contains("pushing 'b'", first, "deliver again");
            });
    assertThat(tip("b")).isEqualTo(first);
  }

  @Test
  void aRepositoryThatIsNotThereIsNotFound() {
    GitRemote gone = GitRemote.at(local.directory(), root.resolve("gone.git").toString());

    assertThat(((Refused) gone.push(local.tip("main"), "b", Set.of())).kind())
        .isEqualTo(Kind.NOT_FOUND);
  }

  @Test
  void aServerThatIsNotThereIsUnreachable() {
    GitRemote gone = GitRemote.at(local.directory(), "http://127.0.0.1:1/a/b.git");

    assertThat(((Refused) gone.push(local.tip("main"), "b", Set.of())).kind())
        .isEqualTo(Kind.UNREACHABLE);
  }

  /** The push of JGit would run it. */
  @Test
  void noHookOfTheUserIsRun() throws Exception {
    Path hook = local.directory().resolve("hooks/pre-push");
    Files.createDirectories(hook.getParent());
    Files.writeString(hook, "#!/bin/sh\nexit 1\n");
    Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(remote.push(local.tip("main"), "b", Set.of())).isInstanceOf(Pushed.class);
  }

  @Test
  void aBranchThatIsNoNameIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> remote.push(local.tip("main"), "a..b", Set.of()))
        .withMessageContaining("'a..b' is no name of a branch");
  }

  @Test
  void anAddressWithAPasswordIsRefusedWithoutShowingIt() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GitRemote.at(root, "https://me:hunter2secret@example.com/a.git"))
        .withMessageContaining("holds a password")
        .withMessageNotContaining("hunter2");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"http://example.com/a.git", "ssh://git@example.com/a.git", "/srv/a.git"})
  void aTokenIsNotSentWhereOthersCanReadIt(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GitRemote.at(root, address).withToken("me", () -> "hunter2secret"))
        .withMessageContaining("use an address that starts with https://")
        .withMessageNotContaining("hunter2");
  }

  private String tip(String branch) throws Exception {
    try (Repository open = new FileRepositoryBuilder().setGitDir(there.toFile()).build()) {
      return open.exactRef("refs/heads/" + branch).getObjectId().name();
    }
  }
}
