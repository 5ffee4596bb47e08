package dev.nightshift.core.internal.junit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportPlacesTest {
  @Test
  void findsNoReportInDirectoriesOfDependenciesAndCopies() {
    assertThat(ReportPlaces.isReport("node_modules/x/TEST-A.xml")).isFalse();
    assertThat(ReportPlaces.isReport("a/target/test-classes/TEST-A.xml")).isFalse();
    assertThat(ReportPlaces.isReport(".nightshift/junit.xml")).isFalse();
    assertThat(ReportPlaces.isReport("my.gradle/TEST-A.xml")).isTrue();
  }
}
