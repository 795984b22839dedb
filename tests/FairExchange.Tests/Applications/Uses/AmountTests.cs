using FairExchange.Applications.Uses;

namespace FairExchange.Tests.Applications.Uses;

public class AmountTests
{
    /// <summary>
    /// Decimals by ISO 4217: the euro has cents, the yen has none, the Kuwaiti dinar has 1000 fils, the Chilean unidad de fomento four
    /// decimals.
    /// </summary>
    [Theory]
    [InlineData("250.00 EUR", 25_000)]
    [InlineData("0.01 EUR", 1)]
    [InlineData("250 JPY", 250)]
    [InlineData("1.234 KWD", 1_234)]
    [InlineData("1.2345 CLF", 12_345)]
    [InlineData("10000000000000.00 EUR", Amount.MostUnits)]
    public void An_amount_is_read_in_its_currencys_smallest_unit(string text, long units)
    {
        Assert.True(Amount.TryParse(text, out var amount));
        Assert.Equal(new Amount(units, text[^3..]), amount);
        Assert.Equal(text, amount.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("EUR")]
    [InlineData("250 EUR")]
    [InlineData("250.0 EUR")]
    [InlineData("250.000 EUR")]
    [InlineData("250.00 eur")]
    [InlineData("250.00 EURO")]
    [InlineData("250.00EUR")]
    [InlineData("250.00  EUR")]
    [InlineData("250,00 EUR")]
    [InlineData("1,250.00 EUR")]
    [InlineData("0250.00 EUR")]
    [InlineData(".50 EUR")]
    [InlineData("0.00 EUR")]
    [InlineData("-1.00 EUR")]
    [InlineData("+1.00 EUR")]
    [InlineData("1e2.00 EUR")]
    [InlineData("250.00 JPY")]
    [InlineData("10000000000000.01 EUR")]
    [InlineData("99999999999999999999999999999999.00 EUR")]
    public void Whatever_is_written_in_another_way_is_no_amount(string text) => Assert.False(Amount.TryParse(text, out _));
}
