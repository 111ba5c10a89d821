// SPDX-License-Identifier: MIT
package io.mqconnector.servers.app;

import io.mqconnector.servers.probe.Journal;
import io.mqconnector.servers.probe.ProbeResourceAdapter;
import jakarta.resource.ResourceException;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;

/** Drives the resource adapter by GET requests; answers lines of {@code key=value}. */
@WebServlet("/run/*")
public class ProbeServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        try {
            var text = new StringBuilder();
            answer(request).forEach((key, value) -> text.append(key + '=' + value + '\n'));
            response.setContentType("text/plain");
            response.setCharacterEncoding("UTF-8");
            response.getWriter().print(text);
        } catch (ResourceException | SQLException | RuntimeException e) {
            throw new ServletException(e);
        }
    }

    private static Map<String, String> answer(HttpServletRequest request) throws ResourceException, SQLException {
        return switch (request.getPathInfo()) {
            case "/deliver" -> deliver(request);
            case "/journal" -> Map.of("journal", Journal.text());
            case "/endpoints" ->
                Map.of("endpoints", ProbeResourceAdapter.current().endpoints());
            case "/config" -> ProbeResourceAdapter.current().configSeen();
            case "/saturate" ->
                ProbeResourceAdapter.current()
                        .saturate(
                                Integer.parseInt(request.getParameter("count")),
                                Long.parseLong(request.getParameter("startTimeout")),
                                Boolean.parseBoolean(request.getParameter("long")));
            default -> throw new IllegalArgumentException(request.getPathInfo());
        };
    }

    private static Map<String, String> deliver(HttpServletRequest request) throws ResourceException, SQLException {
        var behaviour = request.getParameter("behaviour");
        boolean hasDatabase = behaviour.endsWith(ProbeBean.WITH_DATABASE);
        long before = 0;
        if (hasDatabase) {
            ProbeDatabase.create();
            before = ProbeDatabase.countRows();
        }
        var observed = ProbeResourceAdapter.current()
                .deliver(
                        request.getParameter("endpoint"),
                        request.getParameter("strategy"),
                        behaviour,
                        request.getParameter("parkAt"));
        observed.put("journal", Journal.text());
        if (hasDatabase) {
            observed.put("rows", Long.toString(ProbeDatabase.countRows() - before));
        }
        return observed;
    }
}
