package dev.aidp.examples.chatmodel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.options.AidpOptions;
import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.temporal.DevServer;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatModelFeatureTest {

  private final FakeModel model = new FakeModel();
  private SampleRepository repository;

  @BeforeEach
  void make_repository(@TempDir Path folder) {
    repository = SampleRepository.in(folder.resolve("repo"));
  }

  @Test
  void a_chat_model_makes_a_feature_on_the_native_engine() {
    assertMade("native", AidpOptions.defaults());
  }

  @Test
  void and_on_a_temporal_server() {
    assertMade("temporal", AidpOptions.defaults().at(DevServer.shared().target(), null));
  }

  private void assertMade(String engine, AidpOptions options) {
    RunView first = ChatModelFeature.run(repository.top(), model, engine, options);
    int calls = model.calls.get();
    RunView again = ChatModelFeature.run(repository.top(), model, engine, options);

    assertThat(first.state()).isEqualTo(RunState.COMPLETED);
    assertThat(repository.git("show", "aidp/greetings:greeting.txt")).isEqualTo("hello");
    assertThat(repository.git("show", "aidp/greetings:answer.txt")).isEqualTo("hello");
    assertThat(again.commit()).isEqualTo(first.commit()); // the same id attaches
    assertThat(model.calls).hasValue(calls);
    // Two calls a unit; the one that was lost told of nothing.
    assertThat(calls).isEqualTo(5);
    assertThat(first.spending().spent().tokens()).isEqualTo(4 * 110);
  }

  /** Asks for a tool, and says that all is done when it sees what that came to. */
  private static final class FakeModel implements ChatModel {

    private final AtomicInteger calls = new AtomicInteger();

    @Override
    public ChatResponse doChat(ChatRequest request) {
      if (calls.incrementAndGet() == 1) {
        throw new InternalServerException("The connection was lost.");
      }
      String asked = request.messages().toString();
      boolean written =
          request.messages().stream().anyMatch(ToolExecutionResultMessage.class::isInstance);
      String file = asked.contains("Write answer.txt.") ? "answer.txt" : "greeting.txt";
      return ChatResponse.builder()
          .aiMessage(written ? AiMessage.from("Done.\nSTATUS: COMPLETE") : writing(file))
          .tokenUsage(new TokenUsage(100, 10))
          .build();
    }

    private static AiMessage writing(String file) {
      return AiMessage.from(
          ToolExecutionRequest.builder()
              .id("1")
              .name("write_file")
              .arguments("{\"path\": \"%s\", \"content\": \"hello\"}".formatted(file))
              .build());
    }
  }
}
