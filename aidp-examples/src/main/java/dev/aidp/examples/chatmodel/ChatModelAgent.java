package dev.aidp.examples.chatmodel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aidp.provider.Agent;
import dev.aidp.provider.AgentListener;
import dev.aidp.provider.AgentReply;
import dev.aidp.provider.AgentTurn;
import dev.aidp.run.Usage;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An agent that is a chat model of LangChain4j with two tools. What the model throws need not be
 * caught: a limit, a lost login and a lost connection are told apart by what they say.
 */
// tag::agent[]
final class ChatModelAgent implements Agent {

  private static final ToolSpecification READ =
      ToolSpecification.builder()
          .name("read_file")
          .description("Returns the content of a file.")
          .parameters(JsonObjectSchema.builder().addStringProperty("path").required("path").build())
          .build();

  private static final ToolSpecification WRITE =
      ToolSpecification.builder()
          .name("write_file")
          .description("Replaces the content of a file, which is made if it is not there.")
          .parameters(
              JsonObjectSchema.builder()
                  .addStringProperty("path")
                  .addStringProperty("content")
                  .required("path", "content")
                  .build())
          .build();

  private static final int MOST_CALLS = 50;

  private final ObjectMapper json = new ObjectMapper();
  private final ChatModel model;

  ChatModelAgent(ChatModel model) {
    this.model = model;
  }

  @Override
  public AgentReply turn(AgentTurn turn, AgentListener listener) throws Exception {
    List<ChatMessage> messages = new ArrayList<>();
    messages.add(SystemMessage.from("You work on a repository by your tools, paths from its top."));
    messages.add(UserMessage.from(turn.prompt().text()));
    Usage used = Usage.NONE;
    for (int call = 0; call < MOST_CALLS; call++) {
      ChatResponse response = model.chat(request(turn, messages));
      used = used.plus(usage(response.tokenUsage()));
      listener.used(used); // charged even if the process dies now
      AiMessage said = response.aiMessage();
      if (!said.hasToolExecutionRequests()) {
        return AgentReply.of(String.valueOf(said.text())).using(used);
      }
      messages.add(said);
      for (ToolExecutionRequest tool : said.toolExecutionRequests()) {
        listener.says(tool.name() + " " + tool.arguments());
        String result = result(tool, turn.place().worktree());
        messages.add(ToolExecutionResultMessage.from(tool, result));
      }
    }
    throw new IllegalStateException("No answer after " + MOST_CALLS + " calls");
  }

  // end::agent[]

  private static ChatRequest request(AgentTurn turn, List<ChatMessage> messages) {
    ChatRequest.Builder request =
        ChatRequest.builder().messages(messages).toolSpecifications(READ, WRITE);
    return turn.model() == null ? request.build() : request.modelName(turn.model()).build();
  }

  /** What goes wrong is the model's to mend. */
  private String result(ToolExecutionRequest tool, Path worktree) {
    try {
      JsonNode arguments = json.readTree(tool.arguments());
      Path file = inside(worktree, arguments.path("path").asText());
      if (tool.name().equals(READ.name())) {
        return Files.readString(file);
      }
      Files.createDirectories(file.getParent());
      Files.writeString(file, arguments.path("content").asText());
      return "Written.";
    } catch (IOException | IllegalArgumentException e) {
      return "It failed: " + e;
    }
  }

  private static Path inside(Path worktree, String path) {
    Path file = worktree.resolve(path).normalize();
    if (!file.startsWith(worktree) || file.startsWith(worktree.resolve(".git"))) {
      throw new IllegalArgumentException(path + " is none of the files to work on");
    }
    return file;
  }

  private static Usage usage(@Nullable TokenUsage tokens) {
    return tokens == null
        ? Usage.NONE
        : new Usage(
            count(tokens.inputTokenCount()), 0, 0, count(tokens.outputTokenCount()), 0, false);
  }

  private static int count(@Nullable Integer tokens) {
    return tokens == null ? 0 : tokens;
  }
}
