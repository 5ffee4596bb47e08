package dev.nightshift.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.git.GitRemote;
import dev.nightshift.git.PushResult;
import dev.nightshift.git.PushResult.Pushed;
import dev.nightshift.git.PushResult.Refused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pushes over HTTP, without a run. */
@Timeout(60)
class PushOverHttpTest {
  private static final String BRANCH = "nightshift/run-1";
  @TempDir private Path root;
  private Shop shop;

  @BeforeEach
  void openShop() throws IOException {
    shop = new Shop(root);
  }

  @AfterEach
  void closeShop() {
    shop.close();
  }

  @Test
  void theSameCommitThatAnotherProcessPushedBetweenTwoLooksIsNoMovedBranch() {
    String first = shop.local.tip("main");
    String second = shop.local.commit("work", Map.of("A.java", "v1\n"));
    shop.backDoor().push(first, BRANCH, Set.of());
    shop.server.git().afterNextLook(() -> shop.backDoor().push(second, BRANCH, Set.of(first)));

    assertThat(remote().push(second, BRANCH, Set.of(first))).isEqualTo(new Pushed(second, second));
    assertThat(shop.server.tip(BRANCH)).isEqualTo(second);
  }

  @Test
  void aRedirectToAnotherServerGetsNeitherTheTokenNorTheCommits(@TempDir Path other)
      throws IOException {
    String commit = shop.local.commit("work", Map.of("A.java", "v1\n"));
    try (Shop elsewhere = new Shop(other)) {
      List<String> came = new CopyOnWriteArrayList<>();
      elsewhere.server.git().afterNextLook(() -> came.add("a look"));
      elsewhere.server.git().beforeNextWrite(() -> came.add("a write"));
      elsewhere.server.git().letEverybodyIn();
      shop.server.git().redirect(elsewhere.server.web().toString());

      assertThat(remote().push(commit, BRANCH, Set.of()))
          .isInstanceOfSatisfying(
              Refused.class,
              refused -> {
                assertThat(refused.kind()).isEqualTo(PushResult.Kind.NOT_FOUND);
                assertThat(refused.detail())
                    .contains("redirected to " + elsewhere.server.web())
                    .contains("no redirect is followed")
                    .doesNotContain("service=");
              });
      assertThat(came).isEmpty();
      assertThat(elsewhere.server.tip(BRANCH)).isEmpty();
    }
  }

  @Test
  void aTokenThatIsNullOrBlankIsARefusedPush() {
    for (String none : Arrays.asList(null, " ")) {
      assertThat(refusal(() -> none))
          .contains("wants a token, and its supplier gave none; give one");
    }
  }

  @Test
  void aSupplierThatThrowsIsARefusedPushWithoutItsMessage() {
    Supplier<String> vault =
        () -> {
          throw new IllegalStateException("vault said hunter2secret");
        };

    assertThat(refusal(vault))
        .contains("its supplier failed with java.lang.IllegalStateException")
        .doesNotContain("hunter2");
  }

  private String refusal(Supplier<String> token) {
    Refused refused =
        (Refused) remote(token).push(shop.local.tip("main"), "nightshift/run-2", Set.of());
    assertThat(refused.kind()).isEqualTo(PushResult.Kind.UNAUTHORIZED);
    return refused.detail();
  }

  private GitRemote remote() {
    return remote(shop.server::token);
  }

  private GitRemote remote(Supplier<String> token) {
    String address = shop.server.web() + "/" + FakeForge.REPOSITORY + ".git";
    return GitRemote.at(shop.local.directory(), address).withToken("x-access-token", token);
  }
}
