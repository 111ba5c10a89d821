// SPDX-License-Identifier: MIT
package io.mqconnector.servers.chat;

import io.mqconnector.api.MqConnectionFactory;
import io.mqconnector.api.MqException;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqReceipt;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** What a test wants of the application. */
@Path("chat")
@Produces(MediaType.TEXT_PLAIN)
public class ChatResource {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    private MqProducer producer;

    @Inject
    private Poster poster;

    @EJB
    private PostingEjb ejb;

    @Inject
    private Received received;

    /**
     * Sends numbers as texts, keys in turn, and returns how many were acknowledged.
     *
     * @param by what sends: rest, bean, ejb or factory
     */
    @POST
    public int send(
            @QueryParam("topic") String topic,
            @QueryParam("from") int from,
            @QueryParam("count") int count,
            @QueryParam("keys") @DefaultValue("1") int keys,
            @QueryParam("by") @DefaultValue("rest") String by,
            @QueryParam("jndi") @DefaultValue("") String jndiName)
            throws NamingException {
        if (by.equals("factory")) {
            return sendThroughFactory(topic, from, count, keys, jndiName);
        }
        var sent = new ArrayList<CompletableFuture<MqReceipt>>();
        for (int i = from; i < from + count; i++) {
            String key = "user-" + i % keys;
            String text = Integer.toString(i);
            switch (by) {
                case "bean" -> poster.post(topic, key, text);
                case "ejb" -> ejb.post(topic, key, text);
                default ->
                    sent.add(producer.sendAsync(message(topic, key, text)).toCompletableFuture());
            }
        }
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
        return count;
    }

    /** Sends one text. */
    @POST
    @Path("text")
    public String sendText(@QueryParam("topic") String topic, String text) {
        var receipt = producer.send(message(topic, "key", text));
        return receipt.partition() + "@" + receipt.offset();
    }

    /** Sends one text, or tells how that failed. */
    @POST
    @Path("attempt")
    public String attempt(@QueryParam("topic") String topic, String text) {
        try {
            return sendText(topic, text);
        } catch (MqException e) {
            return e.getClass().getSimpleName() + " " + e.code() + ": " + e.getMessage();
        }
    }

    @GET
    @Path("received")
    public String received() {
        return String.join("\n", received.lines());
    }

    @SuppressWarnings("BanJNDI") // a name of the test's, looked up in the server
    private static int sendThroughFactory(String topic, int from, int count, int keys, String jndiName)
            throws NamingException {
        var factory = (MqConnectionFactory) new InitialContext().lookup(jndiName);
        try (var connection = factory.getConnection()) {
            for (int i = from; i < from + count; i++) {
                var unused = connection.sendAsync(message(topic, "user-" + i % keys, Integer.toString(i)));
            }
            connection.flush(PATIENCE);
        }
        return count;
    }

    private static MqMessage message(String topic, String key, String text) {
        return MqMessage.of(topic, key, text.getBytes(StandardCharsets.UTF_8));
    }
}
