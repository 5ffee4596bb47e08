package dev.nightshift.git.internal.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.git.internal.repository.ScratchRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HermeticReaderTest {
  @TempDir private Path home;
  private SystemReader before;

  @BeforeEach
  void installAHostWithConfiguration() throws Exception {
    before = SystemReader.getInstance();
    Path file = home.resolve("gitconfig");
    Files.writeString(file, "[user]\n\tname = Host\n[core]\n\thooksPath = /evil\n");
    SystemReader.setInstance(
        new SystemReader.Delegate(before) {
          @Override
          public FileBasedConfig openUserConfig(Config parent, FS fs) {
            return new FileBasedConfig(parent, file.toFile(), fs);
          }

          @Override
          public String getenv(String variable) {
            return variable.equals("GIT_DIR") ? "/elsewhere" : super.getenv(variable);
          }
        });
  }

  @AfterEach
  void restore() {
    SystemReader.setInstance(before);
  }

  @Test
  void hidesTheConfigurationFromItsOwnRepositoriesOnly() throws Exception {
    try (ScratchRepository scratch = ScratchRepository.create(java.util.Map.of("a", "b"), true)) {
      Path directory = scratch.directory().toRealPath();
      try (SharedRepository.Lease lease = SharedRepository.of(directory).lease();
          Repository host = new FileRepositoryBuilder().setGitDir(directory.toFile()).build()) {
        assertThat(lease.repository().getConfig().getString("user", null, "name")).isNull();
        assertThat(lease.repository().getConfig().getString("core", null, "hooksPath")).isNull();
        assertThat(host.getConfig().getString("user", null, "name")).isEqualTo("Host");
        assertThat(SystemReader.getInstance().getenv("GIT_DIR")).isEqualTo("/elsewhere");
        String inside =
            Uninterrupted.call("", () -> "" + SystemReader.getInstance().getenv("GIT_DIR"));
        assertThat(inside).isEqualTo("null");
      }
    }
  }

  @Test
  void spendsNoTimeOnMeasuringTheClock() throws Exception {
    HermeticReader.install();

    Duration resolution = FS.getFileStoreAttributes(home).getFsTimestampResolution();

    assertThat(resolution).isEqualTo(Duration.ofSeconds(2));
    assertThat(home.resolve("gitconfig")).content().doesNotContain("filesystem");
  }
}
