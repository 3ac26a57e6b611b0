#pragma once
// Determines the names of functions and accounts from the names of logs and files.
#include <string>
#include <string_view>

namespace curtain {

struct LogOwner {
  std::string_view function;
  std::string_view account;  ///< twelve digits, or empty
};

/// The owner in the name of a log group, or in an ARN of the group. The group "/aws/lambda/checkout" belongs
/// to the function "checkout". The name of any other group is used unchanged. An account may precede the
/// name, as in the @log of CloudWatch Logs Insights ("123456789012:/aws/lambda/checkout").
LogOwner owner_of_group(std::string_view group);

/// The function in the name of a log stream. The stream's name contains it if several functions share the log
/// group: "2023/04/09/checkout[$LATEST]0f1e2d3c" (Lambda Developer Guide, "Configuring CloudWatch log
/// groups"). The name may have dashes instead of slashes, as the folders of an export to S3. Empty if there
/// is none.
std::string_view function_of_stream(std::string_view stream);

/// The owner in the ARN of a function, with or without a version or alias:
/// "arn:aws:lambda:eu-west-1:123456789012:function:checkout:live". Both parts are empty if the text is not
/// such an ARN.
LogOwner owner_of_arn(std::string_view arn);

/// True for UTF-8 without control characters.
bool is_plain_text(std::string_view text);
/// The text in which each byte that is not UTF-8 or is a control character is written as "\xNN".
std::string escaped_text(std::string_view text);

/// The name of a file without the endings of logs (.txt, .log, .csv, .json, .jsonl, .ndjson, .gz, .zst). If
/// the name is only a number, the name of the first folder above the file that is not a number is used. An
/// example is "000000.gz" in an export to S3, which is below a folder for each log stream and a folder for
/// the task. If the result is the name of a stream, the function in this name is returned.
std::string function_of_path(std::string_view path);

}  // namespace curtain
