using Campaigns.App;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
CampaignsApp.Configure(builder, builder.Configuration);
builder.Build().Run();
