// SPDX-License-Identifier: MIT
package io.mqconnector.servers.small;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.lang.management.ManagementFactory;
import java.util.stream.Collectors;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** What a test wants of the application. */
@Path("small")
@Produces(MediaType.TEXT_PLAIN)
public class SmallResource {
    @Inject
    private Sender sender;

    /** Sends one text. */
    @POST
    public String send(@QueryParam("topic") String topic, String text) {
        sender.send(topic, text);
        return text;
    }

    /** The names of the server's MBeans that fit a pattern, one a line. */
    @GET
    public String names(@QueryParam("pattern") String pattern) throws MalformedObjectNameException {
        return ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName(pattern), null).stream()
                .map(ObjectName::getCanonicalName)
                .sorted()
                .collect(Collectors.joining("\n"));
    }
}
