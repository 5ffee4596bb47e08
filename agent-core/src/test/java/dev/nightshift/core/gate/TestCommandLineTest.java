package dev.nightshift.core.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestCommandLineTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mvn test",
        "mvn -q -B test",
        "./mvnw -B -ntp clean verify",
        "mvn -Dtest=ATest -pl core -am install",
        "mvn -DskipTests=false package",
        "mvn -DskipTests -DskipTests=false test",
        "mvn -DskipITs verify",
        "mvn surefire:test",
        "mvn org.apache.maven.plugins:maven-surefire-plugin:3.5.6:test@unit",
        "cd sub && mvn -q test",
        "JAVA_HOME=/jdk env FOO=bar mvn test",
        "timeout 10m mvn test",
        "nice -n 10 mvn test",
        "sh -c 'mvn test'",
        "bash -lc \"cd x; ./gradlew check\"",
        "(mvn test)",
        "if true; then mvn test; fi",
        "mvn \\\n  test",
        "'mvn' \"test\"",
        "/opt/maven/bin/mvn test",
        "mvnw.cmd test",
        "gradle build",
        "./gradlew :app:test --tests ATest",
        "./gradlew integrationTest",
        "./gradlew testDebugUnitTest",
        "gradle clean check -x javadoc",
        "ant test",
        "ant -f build.xml clean run-tests",
        "pytest",
        "python3 -m pytest tests",
        "python -m unittest",
        "uv run pytest -q",
        "npm test",
        "npm run test:unit",
        "yarn test",
        "npx jest",
        "go test ./...",
        "cargo test",
        "dotnet test",
        "sbt core/test",
        "ctest --test-dir build"
      })
  void recognisesACommandThatRunsTests(String line) {
    assertThat(TestCommandLine.advice(line)).as(line).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mvn compile",
        "mvn -q spotless:check",
        "mvn -DskipTests verify",
        "mvn -q -DskipTests=true install",
        "mvn -Dmaven.test.skip=true package",
        "mvn -D skipTests verify",
        "mvn -pl test compile",
        "mvn -P verify compile",
        "mvn test-compile",
        "mvn clean",
        "gradle assemble",
        "gradle build -x test",
        "gradle testClasses",
        "gradle compileTestJava",
        "gradle --tests test assemble",
        "ant compile-tests",
        "ant dist",
        "test -f mvn",
        "echo mvn test",
        "echo 'x; mvn test'",
        "# mvn test",
        "true # && mvn test",
        "grep pytest setup.cfg",
        "python setup.py build",
        "npm run build",
        "npm install",
        "go build ./...",
        "cargo build",
        "sh check.sh",
        "bash -l check.sh test",
        "./scripts/test",
        "'unclosed mvn test",
        "env",
        "",
        "\\"
      })
  void leavesOtherCommandsAlone(String line) {
    assertThat(TestCommandLine.advice(line)).as(line).isEmpty();
  }

  @Test
  void readsACommandWithoutShellAsItIs() {
    assertThat(TestCommandLine.advice(List.of("mvn", "-q", "test"))).isPresent();
    assertThat(TestCommandLine.advice(List.of("echo", "; mvn test"))).isEmpty();
    assertThat(TestCommandLine.advice(List.of("/bin/sh", "-c", "mvn test"))).isPresent();
  }

  @Test
  void saysWhatToAdd() {
    assertThat(TestCommandLine.advice("pytest -q"))
        .hasValueSatisfying(advice -> assertThat(advice).contains("--junitxml=report.xml"));
  }
}
