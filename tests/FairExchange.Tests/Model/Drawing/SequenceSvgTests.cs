using System.Globalization;
using System.Xml.Linq;
using FairExchange.Model.Drawing;

namespace FairExchange.Tests.Model.Drawing;

public class SequenceSvgTests
{
    private static readonly string Long = string.Concat(Enumerable.Repeat("Alice shows the judge a receipt; ", 6)) + new string('x', 90);

    private static SequenceChart Chart()
    {
        var chart = new SequenceChart().Title("a <b> & c").Comment("not drawn")
            .Participant("Alice").Participant("Bob").Participant("VPO", "the post office of the town")
            .Note("Alice", "VPO", Long).Note("Bob", "makes Z").Message("Alice", "Bob", Long);
        return chart.Optional("Bob hears nothing", () => chart.Note("Bob", "waits"))
            .Message("Bob", "VPO", "B2: <Z>", ChartArrow.Unread)
            .Message("VPO", "VPO", "itself", ChartArrow.MayBeLost);
    }

    [Fact]
    public void It_is_well_formed_and_what_is_text_stays_text()
    {
        var drawn = XElement.Parse(SequenceSvg.Of(Chart()));

        Assert.Equal("a <b> & c", drawn.Element("title")!.Value);
        Assert.Contains(drawn.Elements("text"), text => text.Value == "B2: <Z>");
        Assert.DoesNotContain(drawn.Elements("text"), text => text.Value == "not drawn");
    }

    /// <summary>By the widest letters that are in use: 6.7 pixels each.</summary>
    [Fact]
    public void No_words_lie_over_other_words_or_beyond_the_edge()
    {
        var drawn = XElement.Parse(SequenceSvg.Of(Chart()));
        var width = Number(drawn, "width");
        var places = drawn.Elements("text")
            .Select(text => (X: Number(text, "x"), Y: Number(text, "y"), Half: text.Value.Length * 6.7 / 2)).ToList();

        Assert.All(places, place => Assert.True(place.X - place.Half >= 0 && place.X + place.Half <= width));
        for (var i = 0; i < places.Count; i++)
        {
            Assert.DoesNotContain(places.Skip(i + 1), other => Math.Abs(other.Y - places[i].Y) < 11
                && Math.Abs(other.X - places[i].X) < other.Half + places[i].Half);
        }
    }

    [Fact]
    public void What_nobody_reads_ends_in_a_cross_and_what_may_be_lost_is_dashed()
    {
        var lines = XElement.Parse(SequenceSvg.Of(Chart())).Elements("path").ToList();

        Assert.Equal(2, lines.Count(line => line.Attribute("stroke-dasharray") is not null));
        Assert.Single(lines, line => line.Attribute("d")!.Value.Contains("l8 8m0 -8l-8 8", StringComparison.Ordinal));
        Assert.Equal(2, lines.Count(line => line.Attribute("class")!.Value == "head"));
    }

    private static double Number(XElement element, string name) =>
        double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
