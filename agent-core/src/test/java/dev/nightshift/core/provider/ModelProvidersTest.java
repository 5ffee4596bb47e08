package dev.nightshift.core.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.nightshift.core.model.AssistantTurn;
import dev.nightshift.core.model.TokenUsage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import org.junit.jupiter.api.Test;

class ModelProvidersTest {
  private final List<ModelSpelling> made = new ArrayList<>();

  @Test
  void makesAProviderOfTheNameAndTheUrlOfAModel() {
    ModelProviders providers = from(new Plain("one"), new AtUrl());

    assertThat(create(providers, "one:z/with:colons").name()).isEqualTo("one");
    assertThat(create(providers, "own:http://a:8000/v1#qwen3:30b").name()).isEqualTo("own");
    assertThat(made)
        .containsExactly(
            new ModelSpelling("one", "", "z/with:colons"),
            new ModelSpelling("own", "http://a:8000/v1", "qwen3:30b"));
  }

  @Test
  void listsTheKnownNamesForOneThatIsNobodys() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> create(from(new Plain("one"), new AtUrl()), "antropic:x"))
        .withMessageContaining("no provider is known for model 'antropic:x'")
        .withMessageContaining("[one:MODEL, own:URL#MODEL]");
  }

  @Test
  void saysHowToWriteAModelThatLacksItsUrlOrHasNoNeedOfOne() {
    ModelProviders providers = from(new Plain("one"), new AtUrl());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> create(providers, "own:model"))
        .withMessageContaining("must be written own:URL#MODEL");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> create(providers, "one:http://a#model"))
        .withMessageContaining("must be written one:MODEL");
  }

  @Test
  void refusesTwoLibrariesWithOneName() {
    assertThatIllegalStateException()
        .isThrownBy(() -> from(new Plain("own"), new AtUrl()))
        .withMessageContaining("two libraries provide the models of 'own'")
        .withMessageContaining("AtUrl");
  }

  @Test
  void findsTheOthersWhenOneLibraryCannotBeLoaded() {
    Iterator<ModelProviderFactory> found =
        new Iterator<>() {
          private int next;

          @Override
          public boolean hasNext() {
            return next < 2;
          }

          @Override
          public ModelProviderFactory next() {
            if (next++ == 0) {
              throw new ServiceConfigurationError("com.example.Gone not found");
            }
            return new Plain("one");
          }
        };
    ModelProviders providers = ModelProviders.from(found);

    assertThat(create(providers, "one:x").name()).isEqualTo("one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> create(providers, "gone:x"))
        .withMessageContaining("could not be loaded: [com.example.Gone not found]");
  }

  @Test
  void refusesAProviderThatCallsItselfByAnotherName() {
    ModelProviderFactory liar =
        new Plain("one") {
          @Override
          public ModelProvider create(ModelSpelling spelling, Map<String, String> environment) {
            return new Said("other", "");
          }
        };

    assertThatIllegalArgumentException()
        .isThrownBy(() -> create(from(liar), "one:x"))
        .withMessageContaining("calls itself 'other'");
  }

  private static ModelProviders from(ModelProviderFactory... factories) {
    return ModelProviders.from(List.of(factories).iterator());
  }

  private static ModelProvider create(ModelProviders providers, String model) {
    return providers.create(ModelSpelling.parse(model), Map.of("KEY", "k"));
  }

  /** A provider without a URL. */
  private class Plain implements ModelProviderFactory {
    private final String name;

    Plain(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public ModelProvider create(ModelSpelling spelling, Map<String, String> environment) {
      made.add(spelling);
      assertThat(environment).containsOnly(Map.entry("KEY", "k"));
      return new Said(name, "");
    }
  }

  /** Providers of servers of one's own. */
  private final class AtUrl implements ModelProviderFactory {
    @Override
    public String name() {
      return "own";
    }

    @Override
    public boolean isAtUrl() {
      return true;
    }

    @Override
    public ModelProvider create(ModelSpelling spelling, Map<String, String> environment) {
      made.add(spelling);
      return new Said("own", spelling.baseUrl());
    }
  }

  /** A provider that says what it was made with. */
  private record Said(String name, String text) implements ModelProvider {
    @Override
    public ModelResponse complete(ModelRequest request, CallContext context) {
      return ModelResponse.of(AssistantTurn.text(request.model(), text), TokenUsage.of(1, 1));
    }
  }
}
