import * as echarts from "echarts";
import { barChart } from "@ennead/core/chart";
const theme={colors:["#2b6cb0","#b7791f"],text:"#1a202c",mutedText:"#4a5568",line:"#cbd5e0",background:"#fff",fontFamily:"sans-serif"};
const c=echarts.init(null,null,{renderer:"svg",ssr:true,width:640,height:360});
c.setOption(barChart({categories:["2024-Q1","2024-Q2","<b>x</b>"],series:[{name:"Won",values:[100000,2500000,null]},{name:"Lost",values:[-10,1e6,3]}],title:"T",unit:"EUR"},theme,{horizontal:process.argv[2]==="h"}));
const svg=c.renderToSVGString(); console.error(svg.length, svg.includes("<b>x"));
console.log(svg);
