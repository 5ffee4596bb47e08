package dev.nightshift.core.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandHintsTest {
  @Test
  void addressThatCannotBeReachedLacksTheNetwork() {
    String failed = "curl: (7) Failed to connect to 1.1.1.1 port 80: Couldn't connect to server\n";

    assertThat(hint("curl http://1.1.1.1/", failed, true)).contains("--network");
    assertThat(hint("curl http://1.1.1.1/", failed, false)).isEmpty();
  }

  @Test
  void serverOfTheCommandItselfThatIsNotThereYetDoesNot() {
    String failed =
        "curl: (7) Failed to connect to localhost port 80: Couldn't connect to server\n";

    assertThat(hint("curl http://localhost/", failed, true)).isEmpty();
  }

  @Test
  void silentDownloadLacksTheNetworkButNotEverySilentFailure() {
    assertThat(hint("cd x && wget -q http://h/", "", true)).contains("--network");
    assertThat(hint("curl -s http://h/", "\n", true)).contains("--network");
    assertThat(hint("grep -q curling file", "", true)).isEmpty();
  }

  private static String hint(String line, String output, boolean confined) {
    HomeTools none = new HomeTools(new ToolLocations(Map.of(), Path.of("/nowhere")), "");
    return new CommandHints(CommandPolicy.standard(), confined, none)
        .of(Command.shell(line), output, List.of(), false);
  }
}
