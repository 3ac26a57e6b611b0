#include "tools/curtain/report/html_page.hpp"

#include "models/experiment/metric_catalogue.hpp"
#include "sim/check.hpp"
#include "sim/json_writer.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {

std::string filled_page(std::string_view html,
                        std::initializer_list<std::pair<std::string_view, std::string_view>> marks) {
  std::string page;
  for (const auto& [mark, text] : marks) {
    const std::size_t at = html.find(mark);
    SIM_CHECK(at != std::string_view::npos);
    page.append(html.substr(0, at)).append(text);
    html.remove_prefix(at + mark.size());
  }
  return page.append(html);
}

std::string within_html(std::string_view json) {
  std::string text;
  text.reserve(json.size());
  for (const char c : json) {
    text += c == '<' ? std::string_view("\\u003c") : std::string_view(&c, 1);
  }
  return text;
}

std::string metrics_document() {
  sim::JsonWriter json;
  json.object(sim::JsonLayout::lines, [&] {
    for (const MetricDeclaration& metric : metric_catalogue()) {
      json.key(metric.name);
      json.object(sim::JsonLayout::line, [&] {
        json.member("unit", unit_of(metric));
        json.member("meaning", metric.meaning);
      });
    }
  });
  return json.document();
}

}  // namespace curtain::tools
