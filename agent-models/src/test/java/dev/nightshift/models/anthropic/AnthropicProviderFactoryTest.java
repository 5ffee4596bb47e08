package dev.nightshift.models.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightshift.core.provider.ModelProviders;
import org.junit.jupiter.api.Test;

class AnthropicProviderFactoryTest {
  @Test
  void isFoundByItsName() {
    assertThat(ModelProviders.names()).contains("anthropic");
  }

  @Test
  void hasTheNameOfItsProvider() {
    assertThat(new AnthropicProviderFactory().name())
        .isEqualTo(AnthropicProvider.builder().apiKey("key").build().name());
  }
}
