// SPDX-License-Identifier: MIT
package io.mqconnector.servers.orders;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** What a test wants of the application. */
@Path("orders")
@Produces(MediaType.TEXT_PLAIN)
public class OrdersResource {
    @EJB
    private OrdersEjb orders;

    @Inject
    private Outcomes outcomes;

    /** One order; what it came to, or the whole chain of what went wrong. */
    @POST
    public String order(
            @QueryParam("factory") String factory,
            @QueryParam("by") @DefaultValue("connection") String by,
            @QueryParam("database") @DefaultValue("") String database,
            @QueryParam("topic") String topic,
            @QueryParam("id") String id,
            @QueryParam("end") String end) {
        try {
            return orders.order(factory, by, database, topic, id, end);
        } catch (Exception e) {
            var chain = new StringBuilder("failed");
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                chain.append(": ").append(cause);
            }
            return chain.toString();
        }
    }

    /** What the stage of an asynchronous send said. */
    @GET
    public String outcome(@QueryParam("text") String text) {
        return outcomes.of(text);
    }
}
