// SPDX-License-Identifier: MIT
package io.mqconnector.engine.client;

import java.util.Locale;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/** Which key to look at when a broker and a client do not accept each other. Stateless; tells no value of any key. */
final class AuthenticationAdvice {
    private AuthenticationAdvice() {}

    static String of(Throwable failure) {
        if (failure instanceof UnsupportedSaslMechanismException) {
            return "set mq.client.sasl-mechanism to one that the broker offers";
        }
        return failure instanceof SslAuthenticationException ? ofTls(texts(failure)) : ofSasl(texts(failure));
    }

    private static String ofTls(String said) {
        if (said.contains("subject alternative") || said.contains("no name matching")) {
            return "the broker's certificate is for another name than mq.client.brokers gives: use the name in the"
                    + " certificate (mq.client.ssl-endpoint-identification=none would trust any name)";
        }
        if (said.contains("certification path") || said.contains("trustanchor") || said.contains("path validation")) {
            return "nobody that is trusted has signed the broker's certificate: check mq.client.ssl-truststore-location or"
                    + " mq.client.ssl-truststore-certificates";
        }
        if (said.contains("alert") || said.contains("post-handshake")) {
            return "the broker does not accept this client's certificate, or gets none: check"
                    + " mq.client.ssl-keystore-location or mq.client.ssl-keystore-key and"
                    + " mq.client.ssl-keystore-certificate-chain";
        }
        return "check mq.client.ssl-truststore-* and mq.client.ssl-keystore-*, and that the broker's port speaks TLS";
    }

    private static String ofSasl(String said) {
        if (said.contains("oauth") || said.contains("jwt") || said.contains("token")) {
            return "check mq.client.oauth-endpoint, mq.client.oauth-client-id, mq.client.oauth-client-secret and"
                    + " mq.client.oauth-scope";
        }
        return "check mq.client.sasl-username, mq.client.sasl-password and mq.client.sasl-mechanism";
    }

    /** What the exception and its causes say, in lower case. */
    private static String texts(Throwable failure) {
        var texts = new StringBuilder();
        Throwable at = failure;
        for (int depth = 0; at != null && depth < 10; depth++) {
            texts.append(at.getMessage()).append('\n');
            at = at.getCause();
        }
        return texts.toString().toLowerCase(Locale.ROOT);
    }
}
