using FairExchange.Experiments.Parameters;

namespace FairExchange.Tests.Experiments.Parameters;

public class ParameterBookTests
{
    private static readonly ParameterBook Book = ParameterBook.Default(Scale.Quick);

    [Theory]
    [InlineData("lode: { exchanges_per_s: { value: [1], unit: exchanges/s } }", "there is no parameter 'lode.exchanges_per_s'; there are ")]
    [InlineData("load: { exchange_per_s: { value: [1], unit: exchanges/s } }",
        "there is no parameter 'load.exchange_per_s'; there are load.arrivals, load.cheating_rate, ")]
    [InlineData("load: { value: 3, unit: s }", "load is a group of parameters")]
    [InlineData("load: { arrivals: { value: 1000, unit: s } }", "load.arrivals is in requests, not in 's'")]
    [InlineData("load: { arrivals: { value: 1000 } }", "load.arrivals has no unit")]
    [InlineData("load: { arrivals: { unit: requests } }", "load.arrivals has no value")]
    [InlineData("load: { arrivals: 1000 }", "load.arrivals has no members: value and unit are wanted")]
    [InlineData("load: { arrivals: { value: 1, unit: requests } }",
        "load.arrivals cannot be 1: it lies between 100 and 1000000000 requests")]
    [InlineData("load: { arrivals: { value: 1000.5, unit: requests } }",
        "load.arrivals cannot be 1000.5: it is a whole number of requests")]
    [InlineData("load: { arrivals: { value: many, unit: requests } }", "load.arrivals is 'many': a number is wanted")]
    [InlineData("load: { arrivals: { value: .nan, unit: requests } }", "load.arrivals is '.nan'")]
    [InlineData("load: { arrivals: { value: NaN, unit: requests } }", "load.arrivals is 'NaN'")]
    [InlineData("load: { arrivals: { value: [1000], unit: requests } }", "load.arrivals is one value and no list")]
    [InlineData("load: { arrivals: { value: 1000, quick: 7, unit: requests } }", "load.arrivals cannot be 7")]
    [InlineData("load: { cheating_rate: { value: 0.1, unit: fraction } }", "load.cheating_rate is a list")]
    [InlineData("load: { cheating_rate: { value: [0.1, 1.5], unit: fraction } }", "load.cheating_rate cannot be 1.5")]
    [InlineData("load: { cheating_rate: { value: [], unit: fraction } }", "load.cheating_rate has no value")]
    [InlineData("load: { cheating_rate: { value: [[0.1]], unit: fraction } }",
        "load.cheating_rate has a value that is no list of words or numbers")]
    [InlineData("load: { suites: { value: [rsa], unit: name } }", "load.suites cannot be 'rsa'; there are p256, curve25519")]
    [InlineData("load: { arrivals: { value: 1000, unit: requests, range: [1, 2] } }",
        "load.arrivals has no member 'range'; there are value, quick, unit, source")]
    [InlineData("load: [1]", "load has no members")]
    [InlineData("load: { arrivals: { value: 1000, value: 2000, unit: requests } }", "Duplicate key")]
    [InlineData("load: {", "line ")]
    [InlineData("", "there is nothing in it")]
    [InlineData("a: { b: { c: { d: { e: { f: 1 } } } } }", "lies too deep")]
    [InlineData("a: &a { b: *a }", "")]
    public void Whatever_is_wrong_is_said_by_name_in_one_line(string yaml, string said)
    {
        var problem = Assert.Throws<FormatException>(() => Book.Over(yaml, "mine.yaml"));

        Assert.Contains(said, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
    }

    /// <summary>A stack that overflows ends the process, and no test could say so by name.</summary>
    [Theory]
    [InlineData("[", 200_000, "", "line 1: lies too deep")]
    [InlineData("{a: ", 200_000, "", "line 1: lies too deep")]
    [InlineData("- ", 200_000, "", "line 1: lies too deep")]
    [InlineData("", 0, "? &a [*a]\n: 1", "line 1: what stands elsewhere")]
    [InlineData("", 0, "a: &a { x: 1 }\nb: { y: *a }", "line 2: what stands elsewhere")]
    public void A_hostile_file_is_refused_in_one_line(string again, int times, string rest, string said) =>
        Whatever_is_wrong_is_said_by_name_in_one_line(string.Concat(Enumerable.Repeat(again, times)) + rest, said);

    [Fact]
    public void A_users_value_replaces_the_programs_at_either_scale_and_says_where_it_comes_from()
    {
        var mine = Book.Over(
            "load: { arrivals: { value: 123, unit: requests }, exchanges_per_s: { value: [7, 8], quick: [9], unit: exchanges/s, source: "
            + "me } }", "mine.yaml");

        Assert.Equal(10_000, Book.Whole("load.arrivals"));
        Assert.Equal((123, 123), (mine.Whole("load.arrivals"), (mine with { Scale = Scale.Paper }).Whole("load.arrivals")));
        Assert.Equal<double>([9], mine.Numbers("load.exchanges_per_s"));
        Assert.Equal<double>([7, 8], (mine with { Scale = Scale.Paper }).Numbers("load.exchanges_per_s"));
        Assert.Equal(
            ("given in mine.yaml", "me"), (mine.Parameters["load.arrivals"].Source, mine.Parameters["load.exchanges_per_s"].Source));
        Assert.NotEqual(Book.Said["load.arrivals"], mine.Said["load.arrivals"]);
    }

    [Fact]
    public void The_programs_own_file_gives_each_parameter_a_source_and_a_unit() => Assert.All(Book.Parameters.Values, parameter =>
    {
        Assert.NotEqual("", parameter.Unit);
        Assert.True(parameter.Source.Length > 4, parameter.Name);
        Assert.Null(parameter.Problem());
    });

    /// <summary>A source that names a row of reference_figures.csv names one that is there.</summary>
    [Fact]
    public void Sources_name_rows_that_exist()
    {
        var path = Path.Combine(Architecture.Sources.Root.FullName, "sim/FairExchange.Simulation/Data/reference_figures.csv");
        var rows = File.ReadLines(path).Skip(1).Select(line => line.Split(',')[0]).ToHashSet();
        var named = Book.Parameters.Values.SelectMany(parameter => parameter.Source.Split(' ', ',', ';', ':', '(', ')')
            .Where(word => word.Contains('_', StringComparison.Ordinal) && !word.Contains('.', StringComparison.Ordinal))).ToList();

        Assert.Contains("pec_messages", named);
        Assert.All(named, word => Assert.True(rows.Contains(word) || Book.Parameters.ContainsKey(word) || word == "message_mix", word));
    }

    [Fact]
    public void Shares_belong_to_values_one_by_one_and_sum_to_one()
    {
        Assert.Equal<double>([0.5, 0.5],
            Book.Over("message_mix: { bytes: { value: [1, 2], unit: bytes }, shares: { value: [0.2, 0.2], unit: fraction } }", "x")
            .Shares("message_mix.shares", "message_mix.bytes"));
        Assert.Contains("message_mix.shares has 4 values and message_mix.bytes has 1", Assert.Throws<FormatException>(() =>
            Book.Over("message_mix: { bytes: { value: [1], unit: bytes } }", "x")
                .Shares("message_mix.shares", "message_mix.bytes")).Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() =>
            Book.Over("message_mix: { bytes: { value: [1], unit: bytes }, shares: { value: [0], unit: fraction } }", "x")
                .Shares("message_mix.shares", "message_mix.bytes"));
    }
}
