using System.Text;
using FairExchange.Simulation.Reports;

namespace FairExchange.Tests.Simulation.Reports;

public class PricesTests
{
    private static readonly string Good = $$"""
        {
          "compute": {{Price("USD/vCPU-hour")}},
          "seconds_per_operation": {{Price("s/public-key operation")}}, "traffic": {{Price("USD/GB")}},
          "storage": {{Price("USD/GB-month")}}, "retention": {{Price("months")}}, "engineer": {{Price("USD/year")}},
          "visible_staff": {{Price("engineers")}}, "virtual_staff": {{Price("engineers")}}, "handling_per_resolve": {{Price("USD/request")}}
        }
        """;

    [Fact]
    public void The_form_that_the_tests_break_is_good() => Assert.Equal(1.5, Read(Good).Engineer.Value);

    [Fact]
    public void The_file_of_the_program_names_a_source_for_each_parameter() => Assert.All(
        typeof(Prices).GetProperties().Where(property => property.PropertyType == typeof(Price))
            .Select(property => (Price)property.GetValue(Prices.Default)!),
        price => Assert.False(string.IsNullOrWhiteSpace(price.Source)));

    [Theory]
    [InlineData("\"compute\"", "\"computing\"", "computing")]
    [InlineData("\"retention\": {", "\"retension\": 5, \"retention\": {", "retension")]
    [InlineData("\"source\": \"test\" }, \"traffic\"", "\"source\": \"test\", \"year\": 5 }, \"traffic\"", "year")]
    [InlineData("USD/GB-month", "USD/TB-month", "storage is in USD/GB-month, not in 'USD/TB-month'")]
    [InlineData("\"unit\": \"months\"", "\"unit\": \"mon\\nths\\u202e\"", "retention is in months, not in 'mon<U+000A>ths<U+202E>'")]
    [InlineData("\"unit\": \"months\"", "\"unit\": \"years\"", "retention is in months, not in 'years'")]
    [InlineData("\"value\": 1.5, \"unit\": \"USD/year\"", "\"value\": -1, \"unit\": \"USD/year\"", "engineer cannot be -1")]
    [InlineData("\"value\": 1.5, \"unit\": \"USD/year\"", "\"value\": 1e999, \"unit\": \"USD/year\"", "engineer")]
    [InlineData("\"value\": 1.5, \"unit\": \"USD/year\"", "\"value\": \"1.5\", \"unit\": \"USD/year\"", "engineer.value")]
    [InlineData("\"value\": 1.5, \"unit\": \"USD/year\"", "\"value\": null, \"unit\": \"USD/year\"", "engineer.value")]
    [InlineData("\"value\": 1.5, \"unit\": \"USD/year\"", "\"unit\": \"USD/year\"", "value")]
    [InlineData("\"unit\": \"months\"", "\"unit\": null", "unit")]
    [InlineData("\"unit\": \"months\"", "\"unit\": \"months\", \"unit\": \"months\"", "unit")]
    [InlineData("\"traffic\": {", "\"traffic\": null, \"traffic\": {", "traffic")]
    public void Whatever_is_wrong_is_refused_by_name_in_one_line(string good, string bad, string named)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);

        var problem = Assert.Throws<FormatException>(() => Read(Good.Replace(good, bad, StringComparison.Ordinal)));

        Assert.Contains(named, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("\0\u0001")]
    [InlineData("compute = 1")]
    public void What_is_no_such_file_is_refused_in_one_line(string text) =>
        Assert.DoesNotContain('\n', Assert.Throws<FormatException>(() => Read(text)).Message);

    [Fact]
    public void A_file_that_is_cut_off_anywhere_is_refused() => Assert.All(
        Enumerable.Range(0, Good.TrimEnd().Length), length => Assert.Throws<FormatException>(() => Read(Good[..length])));

    [Fact]
    public void More_than_one_file_in_a_file_is_refused() => Assert.Throws<FormatException>(() => Read(Good + Good));

    internal static Prices Read(string json) => Prices.Read(Encoding.UTF8.GetBytes(json));

    private static string Price(string unit) => $$"""{ "value": 1.5, "unit": "{{unit}}", "source": "test" }""";
}
