using FairExchange.Runtime.Values;

namespace FairExchange.Tests.Runtime.Values;

public class BindingsTests
{
    [Fact]
    public void What_was_there_stays_as_it_was_when_more_is_added()
    {
        var one = new Bindings<string, int>().With("a", 1);
        var two = one.With("b", 2);

        Assert.Equal((1, 2), (one.Count, two.Count));
        Assert.False(one.Contains("b"));
        Assert.Equal([new("b", 2), new("a", 1)], two.Entries);
    }

    /// <summary>By value, not by reference, and wherever in the chain the key stands; each key once.</summary>
    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    [InlineData("c")]
    public void A_new_value_takes_the_old_ones_place(string key)
    {
        var all = new Bindings<string, int>().With("a", 1).With("b", 2).With("c", 3);
        var changed = all.With(string.Concat(key, ""), 9);

        Assert.Equal(3, changed.Count);
        Assert.Equal(["a", "b", "c"], changed.Keys.Order());
        Assert.Equal(9, changed[key]);
        Assert.Equal(6, all.Entries.Sum(pair => pair.Value));
        Assert.Equal(9 + 6 - all[key], changed.Entries.Sum(pair => pair.Value));
    }

    [Fact]
    public void Nothing_is_found_in_nothing()
    {
        Assert.False(new Bindings<string, string>().TryGet("a", out _));
        Assert.Null(new Bindings<string, string>()["a"]);
        Assert.Empty(new Bindings<string, string>().Entries);
    }

    /// <summary>A value may be null and still be there: what is held without an opening is held.</summary>
    [Fact]
    public void A_key_without_a_value_is_a_key()
    {
        var held = new Bindings<string, string?>().With("a", null);

        Assert.True(held.Contains("a"));
        Assert.Equal(1, held.With("a", "x").Count);
    }
}
