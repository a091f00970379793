#!/usr/bin/env bash
# Deploys a county, a city or a province, or a new version over one that runs. Safe to repeat; a running cycle goes on (README, "Change a running workflow").
#   deploy.sh GROUP PARAMETERS        e.g. deploy.sh rg-qinghe infra/county.bicepparam
# Needs the Azure CLI (signed in), the .NET SDK and zip. Shows what will change and asks before it changes anything; YES=1 does not ask.
set -euo pipefail
group=${1:?"usage: deploy.sh GROUP PARAMETERS"}
parameters=${2:?"usage: deploy.sh GROUP PARAMETERS"}
root=$(realpath "$(dirname "$0")/..")

az deployment group what-if --resource-group "$group" --parameters "$parameters"
if [ "${YES:-}" != 1 ]; then
  read -r -p "Deploy this to $group? [y/N] " answer
  [ "$answer" = y ] || exit 1
fi

# Built before anything is touched: a version that does not build changes nothing.
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
dotnet publish "$root/functions/Campaigns.App" -c Azure -o "$out/app"
(cd "$out/app" && zip -qr "$out/app.zip" .)

outputs=$(az deployment group create --resource-group "$group" --name campaigns --parameters "$parameters" --query properties.outputs --output json)
value() { printf '%s' "$outputs" | python3 -c "import json,sys; print(json.load(sys.stdin)['$1']['value'])"; }
app=$(value appName)
vault=$(value vaultName)

# The key that webhooks' secrets are kept under is made once and never changed: what it protects could be read no more.
if ! az keyvault secret show --vault-name "$vault" --name webhooks-key >/dev/null 2>&1; then
  az keyvault secret set --vault-name "$vault" --name webhooks-key --value "$(openssl rand -base64 32)" --output none
fi

az functionapp deployment source config-zip --resource-group "$group" --name "$app" --src "$out/app.zip"

# Smoke: the version that was deployed answers, and says that its storage does too.
address=$(value address)
for try in $(seq 30); do
  if curl -sS --fail --max-time 10 "$address/api/v1/health"; then printf '\n%s is up\n' "$address"; exit 0; fi
  sleep 10
done
printf '%s does not answer. To roll back, run this script from the commit that ran before: the tables are read by both.\n' "$address" >&2
exit 1
