using System.Globalization;
using FairExchange.Simulation.Reports;

namespace FairExchange.Tests.Simulation.Reports;

public class VerdictsCsvTests
{
    private static readonly VerdictRow[] Rows =
    [
        new("fair-cem", "fairness", "alice", 1, "proved", 3, null, true),
        new("fair-cem", "fairness", "bob", 2, "attacked", 1, 3, false) { Universe = "names 3, messages 2" },
        new("fair-cem", "optimism", "", 1, "unknown", null, null, null),
    ];

    [Fact]
    public void The_file_is_the_same_in_every_culture_and_on_every_system()
    {
        var (before, other) = (CultureInfo.CurrentCulture, (CultureInfo)CultureInfo.InvariantCulture.Clone());
        other.TextInfo.ListSeparator = ";";
        try
        {
            CultureInfo.CurrentCulture = other;
            Assert.Equal(
                "protocol,property,party,sessions,verdict,rounds,events,expected,universe\n"
                + "fair-cem,fairness,alice,1,proved,3,,true,\n"
                + "fair-cem,fairness,bob,2,attacked,1,3,false,\"names 3, messages 2\"\n"
                + "fair-cem,optimism,,1,unknown,,,,\n",
                VerdictsCsv.Write(Rows));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void What_is_written_is_read_back_the_same() => Assert.Equal(Rows, VerdictsCsv.Read(VerdictsCsv.Write(Rows)));

    [Fact]
    public void A_table_of_before_the_universe_was_written_down_is_read_too()
    {
        var read = Assert.Single(
            VerdictsCsv.Read("protocol,property,party,sessions,verdict,rounds,events,expected\n"
                + "fair-cem,fairness,alice,1,proved,3,,true\n"));

        Assert.Equal(Rows[0], read);
    }

    [Theory]
    [InlineData("", "line 1: there is nothing in it")]
    [InlineData("protocol,property\n", "line 1: there is no column party")]
    [InlineData("a,fairness,bob,1,proved,3,,true,,more", "line 2: 9 cells are wanted")]
    [InlineData("a,fairness,bob,one,proved,3,,true,", "line 2: sessions is 'one': a whole number")]
    [InlineData("a,fairness,bob,,proved,3,,true,", "line 2: sessions is '': a whole number")]
    [InlineData("a,fairness,bob,99999999999,proved,3,,true,", "line 2: sessions is '99999999999': is too large")]
    [InlineData("a,fairness,bob,1,likely,3,,true,", "line 2: verdict is 'likely': there are proved")]
    [InlineData("a,fairness,bob,1,proved,3,,maybe,", "line 2: expected is 'maybe': there are true, false")]
    [InlineData("a,fairness,bob,1,proved,3,,true,\na,fairness,bob,1,attacked,3,,true,", "line 3: a, fairness bob, 1: is there already")]
    [InlineData("a,\"fairness\"x,bob,1,proved,3,,true,", "line 2: this is not CSV")]
    public void A_wrong_file_is_named_by_its_line(string row, string problem)
    {
        var text = row.Contains("fairness", StringComparison.Ordinal) ? VerdictsCsv.Write([]) + row + "\n" : row;
        var refused = Assert.Throws<ReportFormatException>(() => VerdictsCsv.Read(text));
        Assert.StartsWith(problem, refused.Message, StringComparison.Ordinal);
    }
}
