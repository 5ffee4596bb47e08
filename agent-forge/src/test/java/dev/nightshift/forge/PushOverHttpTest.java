package dev.nightshift.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.git.GitRemote;
import dev.nightshift.git.PushResult.Pushed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
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
    shop.server
        .git()
        .afterNextLook(() -> shop.backDoor().push(second, BRANCH, Set.of(first)));

    assertThat(remote().push(second, BRANCH, Set.of(first))).isEqualTo(new Pushed(second, second));
    assertThat(shop.server.state.tip(BRANCH)).isEqualTo(second);
  }

  private GitRemote remote() {
    String address = shop.server.web() + "/" + GitHubServer.REPOSITORY + ".git";
    return GitRemote.at(shop.local.directory(), address)
        .withToken("x-access-token", shop.server::token);
  }
}
